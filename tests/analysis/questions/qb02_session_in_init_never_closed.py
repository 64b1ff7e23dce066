import asyncio
import aiohttp

class WeatherApi:
    def __init__(self, key):
        self.key = key
        self.session = None

    async def start(self):
        self.session = aiohttp.ClientSession(headers={"X-Key": self.key})

    async def temp(self, city):
        async with self.session.get("https://httpbin.org/anything/" + city) as r:
            data = await r.json()
            return city, len(data)

async def main():
    api = WeatherApi("123")
    await api.start()
    for t in await asyncio.gather(api.temp("paris"), api.temp("oslo"), api.temp("rome")):
        print(t)

if __name__ == "__main__":
    asyncio.run(main())
    # Unclosed client session
    # client_session: <aiohttp.client.ClientSession object at 0x7f...>   <- what is this ???

# expert: nobody closes the session: await self.session.close() at the end (or async with)
# verdict: fix-first, keep, async
# lines: 10
# cause: clos
