# verdict: async
import asyncio

async def get_page(section, page):
    await asyncio.sleep(0.1)
    return section * page

async def main():
    count = 0
    for section in (1, 2, 3):
        for page in range(4):
            count += len(str(await get_page(section, page)))
    print(count)

asyncio.run(main())
