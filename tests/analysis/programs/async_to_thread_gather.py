# verdict: keep
import asyncio
import time

def blocking_io(n):
    time.sleep(0.4)
    return n

async def main():
    results = await asyncio.gather(*(asyncio.to_thread(blocking_io, i) for i in range(6)))
    print(results)

asyncio.run(main())
