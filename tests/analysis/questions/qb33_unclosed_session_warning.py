import asyncio
import aiohttp

async def get(url):
    s = aiohttp.ClientSession()
    r = await s.get(url)
    txt = await r.text()
    return len(txt)

async def main():
    urls = ["https://httpbin.org/html", "https://httpbin.org/json"]
    print(await asyncio.gather(*map(get, urls)))

asyncio.run(main())
# ERROR: Unclosed client session / Unclosed connector. it works though?

# expert: sessions are opened in every call and never closed: one session with async with
# verdict: fix-first, keep, async
# lines: 5
# cause: clos
