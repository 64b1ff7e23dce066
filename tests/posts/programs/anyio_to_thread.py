# anyio.to_thread with a limiter
import time
import anyio

def blocking(n):
    time.sleep(0.5)
    return n * n

async def main():
    limiter = anyio.CapacityLimiter(2)
    results = []

    async def run(n):
        results.append(await anyio.to_thread.run_sync(blocking, n, limiter=limiter))

    async with anyio.create_task_group() as tg:
        for n in range(6):
            tg.start_soon(run, n)
    print(sorted(results))

anyio.run(main)
