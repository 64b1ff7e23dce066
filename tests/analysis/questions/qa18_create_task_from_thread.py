# verdict: fix-first
# lines: 15
# cause: run_coroutine_threadsafe|another thread|no running event loop|call_soon_threadsafe
import asyncio, threading, time

async def notify(msg):
    await asyncio.sleep(0.05)
    print("notified:", msg)

class Watcher(threading.Thread):
    def run(self):
        for n in range(3):
            time.sleep(0.2)
            # RuntimeError: no running event loop
            asyncio.create_task(notify("change %d" % n))

async def main():
    w = Watcher()
    w.daemon = True
    w.start()
    await asyncio.sleep(1)

asyncio.run(main())
