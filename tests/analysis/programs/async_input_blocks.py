# verdict: fix-first, sequential, keep
import asyncio

async def ticker():
    while True:
        print('tick')
        await asyncio.sleep(1)

async def main():
    task = asyncio.create_task(ticker())
    name = input('name? ')
    print('hello', name)
    task.cancel()

asyncio.run(main())
