# Leaves from a task.
# end: error 6
import asyncio
import sys


async def main():
    asyncio.create_task(leave())
    await asyncio.sleep(5)


async def leave():
    sys.exit(6)


asyncio.run(main())
