# verdict: keep
import asyncio

async def sleeper(i):
    await asyncio.sleep(0.5)
    return i

async def main():
    results = await asyncio.gather(*[sleeper(i) for i in range(5000)])
    print(len(results))

asyncio.run(main())
