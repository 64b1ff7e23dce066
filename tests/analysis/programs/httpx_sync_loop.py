# verdict: threads, async
import httpx

with httpx.Client() as client:
    for n in range(8):
        r = client.get('https://httpbin.org/delay/0.3')
        print(n, r.status_code)
