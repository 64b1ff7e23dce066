# verdict: sequential, keep
import asyncio

calls = 0

async def flaky():
    global calls
    calls += 1
    await asyncio.sleep(0.05)
    if calls < 4:
        raise ConnectionError("try again")
    return "ok"

async def main():
    delay = 0.1
    while True:
        try:
            print(await flaky())
            return
        except ConnectionError:
            await asyncio.sleep(delay)
            delay *= 2

asyncio.run(main())
