# verdict: keep
import aiohttp
import asyncio

async def fetch(session, url):
    async with session.get(url) as response:
        return await response.text()

async def main():
    urls = ['https://python.org', 'https://httpbin.org/delay/1', 'https://example.com'] * 4
    async with aiohttp.ClientSession() as session:
        tasks = [asyncio.create_task(fetch(session, url)) for url in urls]
        pages = await asyncio.gather(*tasks)
    print([len(p) for p in pages])

loop = asyncio.new_event_loop()
loop.run_until_complete(main())
