# Tasks whose names are no text and whose coroutines are odd.
# end: ok
# says: named
import asyncio


class Name:
    def __str__(self):
        return "@everyone " * 100_000


async def main():
    task = asyncio.create_task(asyncio.sleep(0.01), name=Name())
    await task
    print("named")


asyncio.run(main())
