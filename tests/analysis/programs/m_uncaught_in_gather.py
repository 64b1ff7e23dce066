# verdict: fix-first
import asyncio

async def ok(n):
    await asyncio.sleep(0.3)
    return n

async def bad(n):
    await asyncio.sleep(0.2)
    raise RuntimeError(f'failed {n}')

async def main():
    print(await asyncio.gather(ok(1), bad(2), ok(3)))

asyncio.run(main())
