# verdict: fix-first
import asyncio

async def work(n):
    await asyncio.sleep(n / 10)
    return n

async def main():
    done, pending = await asyncio.wait([work(1), work(2)])
    for d in done:
        print(d.result())

asyncio.run(main())
