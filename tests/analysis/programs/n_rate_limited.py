# verdict: sequential, keep, threads, async
import time
import requests

for page in range(4):
    r = requests.get(f'https://httpbin.org/get?page={page}')
    print(page, r.status_code)
    time.sleep(0.5)  # be nice to the API, 2 requests per second
