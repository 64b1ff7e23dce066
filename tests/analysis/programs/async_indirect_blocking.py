# verdict: fix-first
import asyncio
import time

def read_sensor():
    time.sleep(0.3)
    return 21.5

async def heartbeat():
    for _ in range(5):
        print('tick')
        await asyncio.sleep(0.1)

async def poll():
    for _ in range(3):
        value = read_sensor()
        print(value)
        await asyncio.sleep(0)

async def main():
    await asyncio.gather(heartbeat(), poll())

asyncio.run(main())
