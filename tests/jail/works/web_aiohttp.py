# aiohttp gets a page over https.
# end: ok
# says: 200 True
import asyncio

import aiohttp


async def main():
    async with aiohttp.ClientSession() as session, session.get("https://example.com") as response:
        print(response.status, "Example Domain" in await response.text())


asyncio.run(main())
