# verdict: fix-first
import asyncio


async def save(item):
    await asyncio.sleep(0.1)
    print('saved', item)


async def main():
    save('apple')
    print('all saved')


asyncio.run(main())
