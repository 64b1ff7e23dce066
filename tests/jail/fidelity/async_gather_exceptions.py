import asyncio


async def f(n):
    if n % 2:
        raise ValueError(n)
    return n


async def main():
    print(await asyncio.gather(*map(f, range(4)), return_exceptions=True))
    await asyncio.gather(*map(f, range(4)))


asyncio.run(main())
