# verdict: fix-first
import asyncio

running = peak = 0

async def fetch(n):
    global running, peak
    sem = asyncio.Semaphore(3)
    async with sem:
        running += 1
        peak = max(peak, running)
        await asyncio.sleep(0.2)
        running -= 1

async def main():
    await asyncio.gather(*(fetch(n) for n in range(30)))
    print("peak", peak)

asyncio.run(main())
