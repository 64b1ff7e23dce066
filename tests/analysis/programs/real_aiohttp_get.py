# verdict: sequential, keep
import aiohttp
import asyncio


async def main():
    async with aiohttp.ClientSession() as session:
        async with session.get('https://example.com') as response:
            print('Status:', response.status)
            html = await response.text()
            print('Body:', html[:15], '...')


asyncio.run(main())
