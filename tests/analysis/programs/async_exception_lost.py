# verdict: fix-first
import asyncio

async def boom():
    await asyncio.sleep(0.1)
    raise ValueError('no good')

async def main():
    task = asyncio.create_task(boom())
    await asyncio.sleep(0.3)
    print('main done')

asyncio.run(main())
