# verdict: fix-first
# lines: 13
# cause: communicate|full|pipe
import asyncio


async def grep(word):
    proc = await asyncio.create_subprocess_shell(
        "seq 1 60000",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    code = await asyncio.wait_for(proc.wait(), 4)
    text = (await proc.stdout.read()).decode()
    return code, sum(word in line for line in text.splitlines())


async def main():
    print(await asyncio.gather(grep("7"), grep("99")))


asyncio.run(main())
