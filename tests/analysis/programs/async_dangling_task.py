# verdict: fix-first
import asyncio

async def save_log(entry):
    await asyncio.sleep(0.5)
    print('log saved', entry)

async def main():
    asyncio.create_task(save_log('login'))
    print('user logged in')
    await asyncio.sleep(0.05)

asyncio.run(main())
