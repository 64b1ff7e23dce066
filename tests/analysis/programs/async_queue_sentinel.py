# verdict: keep, sequential
import asyncio

async def producer(q):
    for i in range(10):
        await asyncio.sleep(0.05)
        await q.put(i)
    await q.put(None)

async def consumer(q):
    while True:
        item = await q.get()
        if item is None:
            break
        await asyncio.sleep(0.05)
        print(item)

async def main():
    q = asyncio.Queue()
    await asyncio.gather(producer(q), consumer(q))

asyncio.run(main())
