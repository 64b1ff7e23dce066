# Ten thousand tasks.
# end: ok
# says: 49995000
import asyncio


async def work(n):
    await asyncio.sleep(0.05)
    return n


async def main():
    print(sum(await asyncio.gather(*(work(n) for n in range(10_000)))))


asyncio.run(main())
