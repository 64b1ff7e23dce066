import asyncio, time

async def download(n):
    print("start", n)
    await asyncio.sleep(0.4)
    print("end", n)
    return n * n

async def main():
    s = time.perf_counter()
    results = []
    for n in range(6):
        # I use create_task so it should be parallel, right?
        task = asyncio.create_task(download(n))
        r = await task
        results.append(r)
    print(results, time.perf_counter() - s)

asyncio.run(main())

# expert: each task is awaited right after it was created, so only one runs at a time: create all, then gather
# verdict: async, fix-first
# lines: 14, 15
# cause: one after another|one at a time|right after|immediately
