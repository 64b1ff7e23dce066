# verdict: keep
import asyncio
import concurrent.futures

def cpu_bound(n):
    return sum(i * i for i in range(n))

async def main():
    loop = asyncio.get_running_loop()
    with concurrent.futures.ProcessPoolExecutor() as pool:
        results = await asyncio.gather(*[loop.run_in_executor(pool, cpu_bound, 3_000_000) for _ in range(4)])
    print(len(results))

if __name__ == '__main__':
    asyncio.run(main())
