# verdict: keep, sequential
import asyncio
import itertools

async def spin(msg):
    for char in itertools.cycle('|/-\\'):
        print(char, msg)
        try:
            await asyncio.sleep(0.2)
        except asyncio.CancelledError:
            break

async def slow():
    await asyncio.sleep(1)
    return 42

async def supervisor():
    spinner = asyncio.create_task(spin('thinking!'))
    result = await slow()
    spinner.cancel()
    return result

print(asyncio.run(supervisor()))
