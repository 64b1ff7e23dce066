import time
import urllib.request

LIMIT = 4          # the API allows 4 requests per second

def status(n):
    with urllib.request.urlopen(f"http://httpbin.org/status/200?n={n}") as r:
        return r.status

ok = 0
for n in range(8):
    began = time.monotonic()
    ok += status(n) == 200
    left = 1 / LIMIT - (time.monotonic() - began)
    if left > 0:
        time.sleep(left)      # do not get banned
print(ok, "ok")

# expert: paced on purpose; nothing to change
# verdict: keep, sequential
# lines:
# cause: nothing
