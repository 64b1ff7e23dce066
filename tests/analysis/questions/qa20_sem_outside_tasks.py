# verdict: fix-first, keep
# lines: 17, 18, 19
# cause: semaphore|inside|taken once
import asyncio, random

running = 0
peak = 0

async def convert(n):
    global running, peak
    running += 1
    peak = max(peak, running)
    await asyncio.sleep(0.2)
    running -= 1

async def main():
    async with asyncio.Semaphore(3) as sem:
        tasks = [asyncio.create_task(convert(n)) for n in range(25)]
        await asyncio.gather(*tasks)
    print("max at the same time:", peak, "?? should be 3")

asyncio.run(main())
