# verdict: fix-first
import asyncio

async def producer(q):
    for i in range(3):
        q.put(i)
        await asyncio.sleep(0.1)

async def main():
    q = asyncio.Queue()
    await producer(q)
    print("queued", q.qsize())

asyncio.run(main())
