# verdict: async
import asyncio

async def fetch(i):
    await asyncio.sleep(0.3)
    return i

async def main():
    out = []
    for i in range(5):
        task = asyncio.create_task(fetch(i))
        out.append(await task)
    print(out)

asyncio.run(main())
