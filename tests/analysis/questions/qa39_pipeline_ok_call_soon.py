# verdict: keep
# lines:
# cause: at (the same time|once)|concurren|overlap|together|right|wait
import asyncio, threading, time

def reader(loop, q):
    for i in range(4):
        time.sleep(0.2)
        loop.call_soon_threadsafe(q.put_nowait, i)
    loop.call_soon_threadsafe(q.put_nowait, None)

async def main():
    q = asyncio.Queue()
    th = threading.Thread(target=reader, args=(asyncio.get_running_loop(), q))
    th.start()
    while True:
        item = await q.get()
        if item is None:
            break
        print("got", item)
    th.join()

asyncio.run(main())
