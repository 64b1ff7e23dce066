# verdict: fix-first
import asyncio
import time


async def task(name):
    print(name, 'start')
    time.sleep(0.5)
    print(name, 'end')


async def main():
    await asyncio.gather(task('A'), task('B'), task('C'))


asyncio.run(main())
