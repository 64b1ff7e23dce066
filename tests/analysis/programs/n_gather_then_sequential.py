# verdict: async, keep
import asyncio

async def load(n):
    await asyncio.sleep(0.2)
    return n

async def store(n):
    await asyncio.sleep(0.3)
    print('stored', n)

async def main():
    items = await asyncio.gather(*[load(i) for i in range(6)])
    for item in items:
        await store(item)

asyncio.run(main())
