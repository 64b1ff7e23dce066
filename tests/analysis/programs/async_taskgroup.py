# verdict: keep
import asyncio

async def job(name, seconds):
    await asyncio.sleep(seconds)
    return name

async def main():
    async with asyncio.TaskGroup() as tg:
        t1 = tg.create_task(job('a', 0.4))
        t2 = tg.create_task(job('b', 0.6))
    print(t1.result(), t2.result())

asyncio.run(main())
