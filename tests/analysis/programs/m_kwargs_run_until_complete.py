# verdict: fix-first
import asyncio

async def main():
    loop = asyncio.get_event_loop()
    result = loop.run_until_complete(other())
    print(result)

async def other():
    await asyncio.sleep(0.1)
    return 1

asyncio.run(main())
