# verdict: fix-first
# lines: 14
# cause: coroutine function|coroutine
import asyncio
import threading

async def poll(name):
    for _ in range(3):
        await asyncio.sleep(0.1)
        print("polling", name)

threads = []
for name in ("a", "b", "c"):
    t = threading.Thread(target=poll, args=(name,))
    t.start()
    threads.append(t)
for t in threads:
    t.join()
print("done, but nothing was polled")
