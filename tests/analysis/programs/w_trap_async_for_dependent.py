# verdict: sequential, keep
import asyncio

async def commands():
    for c in ("add", "double", "add", "double"):
        yield c

async def apply(state, command):
    await asyncio.sleep(0.15)
    return state + 1 if command == "add" else state * 2

async def main():
    state = 1
    async for c in commands():
        state = await apply(state, c)
    print(state)

asyncio.run(main())
