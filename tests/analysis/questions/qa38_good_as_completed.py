# verdict: keep
# lines:
# cause: at (the same time|once)|concurren|overlap|together
# is this the right way to do it? it seems to work
from concurrent.futures import ThreadPoolExecutor, as_completed
import time, random

def fetch(page):
    time.sleep(0.2 + page % 3 / 10)
    if page == 6:
        raise RuntimeError("server said 500")
    return "x" * page

with ThreadPoolExecutor(max_workers=6) as ex:
    futs = {ex.submit(fetch, p): p for p in range(12)}
    for f in as_completed(futs):
        try:
            print(futs[f], len(f.result()))
        except RuntimeError as e:
            print(futs[f], "failed:", e)
