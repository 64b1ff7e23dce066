# verdict: processes, fix-first
import asyncio


async def count(n):
    total = 0
    for i in range(n):
        total += i * i % 7
    return total


async def main():
    results = await asyncio.gather(*(count(3_000_000) for _ in range(4)))
    print(results)


asyncio.run(main())
