# verdict: fix-first
import asyncio

async def work(n):
    await asyncio.sleep(0.1)
    return n

async def main():
    tasks = [work(i) for i in range(3)]
    results = await asyncio.gather(tasks)
    print(results)

asyncio.run(main())
