# verdict: async
import aiohttp
import asyncio
import time

async def get_pokemon(session, number):
    url = f'https://pokeapi.co/api/v2/pokemon/{number}'
    async with session.get(url) as resp:
        text = await resp.text()
        return number, len(text)

async def main():
    async with aiohttp.ClientSession() as session:
        for number in range(1, 12):
            print(await get_pokemon(session, number))

start_time = time.time()
asyncio.run(main())
print("--- %s seconds ---" % (time.time() - start_time))
