# verdict: async
import asyncio

async def check(link):
    await asyncio.sleep(0.2)
    return len(link) % 2 == 0

async def main():
    todo = ["/home", "/about", "/blog/1", "/blog/2", "/contact", "/faq"]
    good = bad = 0
    while todo:
        link = todo.pop()
        if await check(link):
            good += 1
        else:
            bad += 1
    print(good, "good", bad, "broken")

asyncio.run(main())
