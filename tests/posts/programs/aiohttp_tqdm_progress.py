# progress bar with asyncio
import asyncio
import aiohttp
from tqdm.asyncio import tqdm_asyncio

async def get(session, i):
    async with session.get("https://httpbin.org/get", params={"i": i}) as r:
        return r.status

async def main():
    async with aiohttp.ClientSession() as session:
        statuses = await tqdm_asyncio.gather(*[get(session, i) for i in range(30)])
    print(set(statuses))

asyncio.run(main())
