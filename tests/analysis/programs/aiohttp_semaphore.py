# verdict: keep
import asyncio
import aiohttp

sem = asyncio.Semaphore(5)

async def fetch(session, i):
    async with sem:
        async with session.get('https://httpbin.org/delay/0', params={'i': i}) as r:
            return r.status

async def main():
    async with aiohttp.ClientSession() as session:
        statuses = await asyncio.gather(*[fetch(session, i) for i in range(30)])
    print(statuses.count(200))

asyncio.run(main())
