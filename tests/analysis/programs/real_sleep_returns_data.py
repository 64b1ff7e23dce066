# verdict: sequential, keep
import asyncio


async def fetch_data():
    print('start fetching')
    await asyncio.sleep(2)
    print('done fetching')
    return {'data': 1}


async def main():
    value = await fetch_data()
    print(value)


asyncio.run(main())
