import asyncio

sem = asyncio.Semaphore(2)

async def fetch(i):
    await sem.acquire()
    await asyncio.sleep(0.1)
    if i % 3 == 0:
        print("skip", i)
        return None
    print("fetched", i)
    sem.release()
    return i

async def main():
    print(await asyncio.gather(*(fetch(i) for i in range(8))))

asyncio.run(main())

# expert: the early return skips release(), so the permits run out: async with sem
# verdict: fix-first
# lines: 6, 10
# cause: releas|async with
