# verdict: keep
import asyncio, random

async def coro(tag):
    print(">", tag)
    await asyncio.sleep(random.uniform(0.1, 0.4))
    print("<", tag)
    return tag

async def main():
    tasks = [asyncio.ensure_future(coro(i)) for i in range(1, 11)]
    for fut in asyncio.as_completed(tasks):
        result = await fut
        print("done", result)

loop = asyncio.get_event_loop()
loop.run_until_complete(main())
loop.close()
