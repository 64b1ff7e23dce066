import asyncio


async def fail():
    raise ValueError("lost")


async def main():
    asyncio.create_task(fail(), name="failing")
    await asyncio.sleep(0.01)


asyncio.run(main())
