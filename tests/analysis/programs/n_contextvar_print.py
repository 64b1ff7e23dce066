# verdict: fix-first
import asyncio

async def foo():
    return 1

print(foo())
