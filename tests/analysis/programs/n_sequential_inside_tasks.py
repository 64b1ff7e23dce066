# verdict: keep
import asyncio
import random

async def step(name, n):
    await asyncio.sleep(random.random() / 10)
    print(name, n)

async def pipeline(name):
    for n in range(4):
        await step(name, n)

async def main():
    await asyncio.gather(pipeline('a'), pipeline('b'), pipeline('c'), pipeline('d'))

asyncio.run(main())
