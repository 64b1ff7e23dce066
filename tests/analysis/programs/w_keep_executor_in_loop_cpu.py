# verdict: keep
import asyncio
from concurrent.futures import ProcessPoolExecutor

def heavy(n):
    total = 0
    for i in range(n):
        total += i % 7 * i
    return total

async def main():
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(max_workers=2) as pool:
        results = await asyncio.gather(*(loop.run_in_executor(pool, heavy, 2_500_000) for _ in range(6)))
    print(sum(results))

if __name__ == "__main__":
    asyncio.run(main())
