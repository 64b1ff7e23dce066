# verdict: fix-first, processes
import asyncio

def crunch():
    return sum(i * i for i in range(6_000_000))

async def heartbeat():
    while True:
        print('beat')
        await asyncio.sleep(0.1)

async def main():
    beat = asyncio.create_task(heartbeat())
    await asyncio.sleep(0.25)
    print(crunch())
    beat.cancel()

asyncio.run(main())
