import asyncio


async def main():
    task = asyncio.create_task(asyncio.sleep(1), name="sleeper")
    await asyncio.sleep(0)
    task.print_stack()
    print(task)


asyncio.run(main())
