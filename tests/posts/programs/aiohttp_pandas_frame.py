# collecting api results into a dataframe
import asyncio
import aiohttp
import pandas as pd

CITIES = ["London", "Paris", "Berlin", "Rome", "Madrid"]

async def weather(session, city):
    async with session.get(f"https://wttr.in/{city}?format=j1") as resp:
        text = await resp.text()
        return {"city": city, "status": resp.status, "length": len(text)}

async def main():
    async with aiohttp.ClientSession() as session:
        rows = []
        for city in CITIES:
            rows.append(await weather(session, city))
    df = pd.DataFrame(rows).set_index("city")
    print(df)

if __name__ == "__main__":
    asyncio.run(main())
