# verdict: keep
import asyncio

async def run(sem, n):
    async with sem:
        proc = await asyncio.create_subprocess_exec('sleep', '0.3')
        await proc.wait()
        return n

async def main():
    sem = asyncio.Semaphore(3)
    print(await asyncio.gather(*(run(sem, i) for i in range(9))))

asyncio.run(main())
