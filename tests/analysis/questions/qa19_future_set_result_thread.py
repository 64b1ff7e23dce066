# verdict: fix-first
# lines: 9, 17
# cause: call_soon_threadsafe|thread-safe|another thread
import asyncio
from threading import Timer

def ring(fut):
    # called by the hardware library in its own thread
    fut.set_result("button pressed")

async def main():
    loop = asyncio.get_running_loop()
    fut = loop.create_future()
    Timer(0.4, ring, [fut]).start()
    print("press the button")
    # never comes back
    print(await fut)

asyncio.run(main())
