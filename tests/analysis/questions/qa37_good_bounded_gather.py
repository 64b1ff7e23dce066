# verdict: keep
# lines:
# cause: at (the same time|once)|concurren|overlap|together
import asyncio, aiohttp
CONCURRENCY = 5
async def fetch(sem, session, n):
    async with sem:
        async with session.get(f"https://httpbin.org/delay/0.2?n={n}") as r:
            return await r.text()

async def main():
    sem = asyncio.Semaphore(CONCURRENCY)
    async with aiohttp.ClientSession() as session:
        pages = await asyncio.gather(*(fetch(sem, session, n) for n in range(20)))
    print(len(pages))

asyncio.run(main())
