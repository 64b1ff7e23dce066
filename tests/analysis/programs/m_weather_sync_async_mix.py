# verdict: fix-first, async, threads
import asyncio
import requests

CITIES = ['London', 'Paris', 'Berlin', 'Rome']

async def get_weather(city):
    r = requests.get(f'https://wttr.in/{city}?format=3')
    return city, r.status_code

async def main():
    for city in CITIES:
        print(await get_weather(city))

asyncio.run(main())
