# verdict: fix-first
import asyncio

async def foo():
    await asyncio.sleep(1)

await foo()
