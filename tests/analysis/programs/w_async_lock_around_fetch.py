# verdict: async, fix-first
import asyncio

lock = asyncio.Lock()
cache = {}

async def fetch(key):
    async with lock:
        if key not in cache:
            await asyncio.sleep(0.25)
            cache[key] = key.upper()
        return cache[key]

async def main():
    keys = ["a", "b", "c", "d", "e"]
    values = await asyncio.gather(*(fetch(k) for k in keys))
    print(values)

asyncio.run(main())
