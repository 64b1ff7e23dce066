# verdict: fix-first
import asyncio
import aiohttp

async def main():
    async with aiohttp.ClientSession() as session:
        async with session.get('https://example.com') as resp:
            text = resp.text()
            print(text[:20])

asyncio.run(main())
