# verdict: threads
from concurrent.futures import ThreadPoolExecutor
import requests

def status(url):
    return requests.get(url, timeout=10).status_code

urls = [f"https://httpbin.org/delay/0.3?n={i}" for i in range(5)]
with ThreadPoolExecutor(max_workers=1) as ex:
    print(list(ex.map(status, urls)))
