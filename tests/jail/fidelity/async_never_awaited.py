import asyncio


async def f():
    pass


async def main():
    f()


asyncio.run(main())
