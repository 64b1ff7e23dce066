# verdict: fix-first
import asyncio

@asyncio.coroutine
def greet(delay, name):
    yield from asyncio.sleep(delay)
    print('hi', name)

loop = asyncio.get_event_loop()
loop.run_until_complete(greet(0.1, 'bob'))
