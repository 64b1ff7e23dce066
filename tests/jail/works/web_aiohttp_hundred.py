# A hundred requests at once.
# end: ok
# says: 100 {200}
import asyncio

import aiohttp


async def fetch(session, n):
    async with session.get(f"http://example.com/page/{n}") as response:
        await response.read()
        return response.status


async def main():
    async with aiohttp.ClientSession() as session:
        statuses = await asyncio.gather(*(fetch(session, n) for n in range(100)))
        print(len(statuses), set(statuses))


asyncio.run(main())
