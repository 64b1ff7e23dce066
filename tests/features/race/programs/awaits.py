import asyncio


async def fetch(n):
    await asyncio.sleep(0.1)
    return {'id': n}


async def main():
    found = {}
    for n in range(10):
        found[n] = await fetch(n)
    print(found)


asyncio.run(main())
