# verdict: fix-first
import asyncio

async def consume(q):
    while True:
        item = await q.get()
        print('processing', item)
        await asyncio.sleep(0.01)

async def main():
    q = asyncio.Queue()
    t = asyncio.create_task(consume(q))
    for i in range(5):
        await q.put(i)
    await q.join()
    t.cancel()

asyncio.run(main())
