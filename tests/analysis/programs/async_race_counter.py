# verdict: fix-first
import asyncio

counter = 0

async def increment():
    global counter
    for _ in range(10):
        value = counter
        await asyncio.sleep(0.001)
        counter = value + 1

async def main():
    await asyncio.gather(*(increment() for _ in range(10)))
    print('expected 100, got', counter)

asyncio.run(main())
