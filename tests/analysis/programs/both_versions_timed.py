# verdict: keep, async
import asyncio
import time

async def io_task(n):
    await asyncio.sleep(0.2)
    return n

async def sequential():
    return [await io_task(i) for i in range(5)]

async def concurrent():
    return await asyncio.gather(*(io_task(i) for i in range(5)))

start = time.perf_counter()
asyncio.run(sequential())
print('sequential', time.perf_counter() - start)
start = time.perf_counter()
asyncio.run(concurrent())
print('concurrent', time.perf_counter() - start)
