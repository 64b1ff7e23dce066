# verdict: fix-first
import asyncio

async def inner():
    await asyncio.sleep(0.1)
    return 42

def helper():
    return asyncio.run(inner())

async def main():
    print(helper())

asyncio.run(main())
