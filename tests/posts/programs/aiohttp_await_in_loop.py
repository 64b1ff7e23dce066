# I switched to aiohttp but it's as slow as requests?
import aiohttp
import asyncio
import time

async def get_pokemon(session, number):
    url = f'https://pokeapi.co/api/v2/pokemon/{number}'
    async with session.get(url) as resp:
        pokemon = await resp.json()
        return pokemon.get('name')

async def main():
    async with aiohttp.ClientSession() as session:
        for number in range(1, 8):
            name = await get_pokemon(session, number)
            print(name)

start_time = time.time()
asyncio.run(main())
print("--- %s seconds ---" % (time.time() - start_time))
