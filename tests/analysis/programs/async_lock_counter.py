# verdict: keep, sequential
import asyncio

counter = 0
lock = asyncio.Lock()

async def increment():
    global counter
    for _ in range(10):
        async with lock:
            value = counter
            await asyncio.sleep(0.001)
            counter = value + 1

async def main():
    await asyncio.gather(*(increment() for _ in range(10)))
    print('got', counter)

asyncio.run(main())
