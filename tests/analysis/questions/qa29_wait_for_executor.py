# verdict: fix-first, keep, sequential
# lines: 17, 18, 10
# cause: thread (goes|keeps|is still|cannot|can't)|keeps running|goes on|cancel
import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

def slow_report():
    print("report: begin")
    time.sleep(3)
    print("report: end")   # why is this still printed after the timeout?

async def main():
    loop = asyncio.get_running_loop()
    pool = ThreadPoolExecutor(1)
    try:
        result = await asyncio.wait_for(
            loop.run_in_executor(pool, slow_report), timeout=0.5
        )
        print(result)
    except asyncio.TimeoutError:
        print("timeout!")

asyncio.run(main())
print("exit")
