import asyncio
import time

async def fetch(n):
    await asyncio.sleep(0.3)
    return n

async def slow_version():
    out = []
    for i in range(5):
        out.append(await fetch(i))
    return out

async def fast_version():
    return await asyncio.gather(*(fetch(i) for i in range(5)))

def timed(label, coro):
    t = time.perf_counter()
    asyncio.run(coro)
    print(f"{label:>12}: {time.perf_counter() - t:.2f}s")

timed("one by one", slow_version())
timed("gather", fast_version())

# expert: both versions are timed on purpose; the second is right
# verdict: keep, async
# lines:
# cause: nothing
