# A task group, a timeout, a queue and a thread.
# end: ok
# says: [0, 1, 2] timed out threaded
import asyncio


async def main():
    queue = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        for n in range(3):
            group.create_task(queue.put(n))
    try:
        async with asyncio.timeout(0.02):
            await asyncio.sleep(5)
    except TimeoutError:
        said = "timed out"
    print([queue.get_nowait() for _ in range(3)], said, await asyncio.to_thread(str, "threaded"))


asyncio.run(main())
