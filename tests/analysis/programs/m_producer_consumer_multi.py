# verdict: fix-first
import asyncio
import random

async def produce(queue, n):
    for x in range(n):
        await asyncio.sleep(random.random() / 20)
        await queue.put(str(x))

async def consume(queue):
    while True:
        item = await queue.get()
        await asyncio.sleep(random.random() / 20)
        print('consumed', item)
        queue.task_done()

async def run(n):
    queue = asyncio.Queue()
    producers = [asyncio.create_task(produce(queue, n)) for _ in range(2)]
    consumers = [asyncio.create_task(consume(queue)) for _ in range(3)]
    await asyncio.gather(*producers)
    await queue.join()
    await asyncio.gather(*consumers)

asyncio.run(run(5))
