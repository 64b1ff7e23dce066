# verdict: threads, async
import functools
import time
import requests


def retry(times):
    def deco(fn):
        @functools.wraps(fn)
        def wrapper(*args, **kw):
            for attempt in range(times):
                try:
                    return fn(*args, **kw)
                except requests.RequestException:
                    time.sleep(0.1 * 2 ** attempt)
            raise RuntimeError("no luck")
        return wrapper
    return deco


@retry(3)
def get(n):
    r = requests.get(f"https://httpbin.org/delay/0.25?page={n}", timeout=3)
    return r.status_code


codes = {}
for n in range(6):
    codes[n] = get(n)
print(codes)
