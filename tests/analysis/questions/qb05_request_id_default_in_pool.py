import contextvars
import time
from concurrent.futures import ThreadPoolExecutor

request_id = contextvars.ContextVar("request_id", default="-")
pool = ThreadPoolExecutor(4)

def log(msg):
    print(f"[{request_id.get()}] {msg}")

def resize(photo):
    time.sleep(0.3)
    log("resized " + photo)     # always [-]  :(

def handle(rid, photos):
    request_id.set(rid)
    log("start")
    futs = [pool.submit(resize, p) for p in photos]
    for f in futs:
        f.result()
    log("done")

handle("req-1", ["a.png", "b.png", "c.png"])
handle("req-2", ["d.png", "e.png"])

# expert: submit does not carry context variables to the worker thread: copy_context().run
# verdict: fix-first
# lines: 18, 9
# cause: context
