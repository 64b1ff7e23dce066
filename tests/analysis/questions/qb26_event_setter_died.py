import asyncio

ready = asyncio.Event()
config = {}

async def load_config():
    await asyncio.sleep(0.2)
    config["port"] = int("80a")
    ready.set()

async def serve():
    print("waiting for config")
    await ready.wait()
    print("serving on", config["port"])

async def main():
    t = asyncio.create_task(load_config())
    await serve()
    await t

asyncio.run(main())

# expert: load_config died with a ValueError before ready.set(), and nobody looks at its task: serve waits forever
# verdict: fix-first
# lines: 8, 13
# cause: ValueError|set\(\)|failed|never set
