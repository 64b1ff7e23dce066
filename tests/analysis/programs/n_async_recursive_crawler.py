# verdict: keep
import asyncio
import aiohttp

seen = set()

async def crawl(session, url, depth):
    if depth == 0 or url in seen:
        return
    seen.add(url)
    async with session.get(url) as r:
        await r.text()
    links = [f'{url}/{i}' for i in range(3)]
    await asyncio.gather(*(crawl(session, link, depth - 1) for link in links))

async def main():
    async with aiohttp.ClientSession() as session:
        await crawl(session, 'https://httpbin.org/anything', 3)
    print(len(seen))

asyncio.run(main())
