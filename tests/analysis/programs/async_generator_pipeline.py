# verdict: sequential, keep
import asyncio

async def ticker(delay, to):
    for i in range(to):
        yield i
        await asyncio.sleep(delay)

async def main():
    async for i in ticker(0.2, 5):
        print(i)

asyncio.run(main())
