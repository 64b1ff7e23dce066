# verdict: fix-first
# lines: 15, 16
# cause: coroutine
import asyncio
from concurrent.futures import ThreadPoolExecutor

async def fetch(n):
    await asyncio.sleep(0.2)
    return {"id": n}

async def main():
    loop = asyncio.get_event_loop()
    with ThreadPoolExecutor(4) as pool:
        # want them in parallel
        results = await asyncio.gather(
            *[loop.run_in_executor(pool, fetch, n) for n in range(4)])
    print(results)

asyncio.run(main())
