# verdict: fix-first
import asyncio

lock = asyncio.Lock()

async def inner():
    async with lock:
        print('inner')

async def outer():
    async with lock:
        await inner()

asyncio.run(outer())
