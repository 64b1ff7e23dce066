# verdict: async
import asyncio

CITIES = ["oslo", "rome", "lima", "kyiv", "bern"]

async def temperature(city):
    await asyncio.sleep(0.25)
    return len(city) * 3

async def main():
    table = {c: await temperature(c) for c in CITIES}
    for city, t in sorted(table.items()):
        print(f"{city:8} {t}")

asyncio.run(main())
