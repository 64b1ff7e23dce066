# verdict: fix-first, keep
import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

def slow(n):
    time.sleep(0.5)
    return n

async def ticker():
    for i in range(8):
        print('tick', i)
        await asyncio.sleep(0.1)

async def main():
    t = asyncio.create_task(ticker())
    await asyncio.sleep(0)
    with ThreadPoolExecutor(4) as pool:
        futures = [pool.submit(slow, i) for i in range(4)]
    print([f.result() for f in futures])
    await t

asyncio.run(main())
