# verdict: fix-first
# lines: 13, 21
# cause: call_soon_threadsafe|thread-safe|another thread
import asyncio
import threading
import time

finished = None

def download(ev):
    time.sleep(0.5)
    print("download finished")
    ev.set()

async def main():
    ev = asyncio.Event()
    t = threading.Thread(target=download, args=(ev,))
    t.start()
    print("waiting for download")
    await ev.wait()
    print("download was seen")

asyncio.run(main())
