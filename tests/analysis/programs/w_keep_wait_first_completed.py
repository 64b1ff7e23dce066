# verdict: keep
import asyncio

async def mirror(name, secs):
    await asyncio.sleep(secs)
    return name

async def main():
    tasks = {asyncio.create_task(mirror(n, s)) for n, s in [("us", .4), ("eu", .3), ("asia", .9)]}
    done, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for t in pending:
        t.cancel()
    print(done.pop().result())

asyncio.run(main())
