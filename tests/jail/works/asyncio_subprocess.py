# A shell, coreutils and pipes.
# end: ok
# says: main.py
# says: 3 lines
import asyncio


async def shell(command):
    process = await asyncio.create_subprocess_shell(command, stdout=asyncio.subprocess.PIPE)
    output, _ = await process.communicate()
    assert process.returncode == 0
    return output.decode().strip()


async def main():
    listed, counted, slept = await asyncio.gather(
        shell("ls -l"), shell("printf 'a\\nb\\nc\\n' | sort -r | wc -l"), shell("sleep 0.05; echo slept")
    )
    print(listed, counted, "lines", slept)
    process = await asyncio.create_subprocess_exec("cat", stdin=-1, stdout=-1)
    print(await process.communicate(b"through cat"))


asyncio.run(main())
