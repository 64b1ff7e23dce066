import asyncio


async def main():
    print(asyncio.current_task().get_name(), asyncio.current_task().get_coro().__qualname__)
    print(asyncio.get_running_loop())


asyncio.run(main())
