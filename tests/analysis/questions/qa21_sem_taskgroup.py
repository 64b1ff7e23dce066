# verdict: fix-first, keep
# lines: 13, 17
# cause: semaphore|inside|taken once
import asyncio

limit = asyncio.Semaphore(2)

async def call_api(i):
    await asyncio.sleep(0.25)
    return i * 2

async def run_all(ids):
    async with limit:
        jobs = []
        for i in ids:
            jobs.append(call_api(i))
        return await asyncio.gather(*jobs, return_exceptions=True)

print(asyncio.run(run_all(range(30))))
