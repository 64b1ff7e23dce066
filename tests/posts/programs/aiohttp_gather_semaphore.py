# is my semaphore in the right place?
import asyncio
import aiohttp

sem = asyncio.Semaphore(5)

async def fetch(session, url):
    async with sem:
        async with session.get(url) as response:
            return await response.text()

async def main():
    urls = [f"https://httpbin.org/delay/1?n={i}" for i in range(15)]
    async with aiohttp.ClientSession() as session:
        tasks = [asyncio.create_task(fetch(session, u)) for u in urls]
        pages = await asyncio.gather(*tasks)
    print([len(p) for p in pages])

asyncio.run(main())
