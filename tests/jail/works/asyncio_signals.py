# Handlers, alarm, and the loop's own.
# end: ok
# says: SIGUSR1 SIGALRM loop
import asyncio
import os
import signal
import time

got = []
signal.signal(signal.SIGUSR1, lambda number, _: got.append(signal.Signals(number).name))
signal.signal(signal.SIGALRM, lambda number, _: got.append(signal.Signals(number).name))
os.kill(os.getpid(), signal.SIGUSR1)
signal.setitimer(signal.ITIMER_REAL, 0.01)
time.sleep(0.05)


async def main():
    event = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, event.set)
    os.kill(os.getpid(), signal.SIGTERM)
    await event.wait()
    got.append("loop")


asyncio.run(main())
print(*got)
