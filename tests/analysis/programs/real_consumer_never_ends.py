# verdict: fix-first
import asyncio
import random


async def producer(queue):
    for i in range(5):
        await asyncio.sleep(random.random() / 10)
        await queue.put(i)
        print('produced', i)


async def consumer(queue):
    while True:
        item = await queue.get()
        print('consumed', item)


async def main():
    queue = asyncio.Queue()
    await asyncio.gather(producer(queue), consumer(queue))


asyncio.run(main())
