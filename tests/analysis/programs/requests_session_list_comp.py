# verdict: threads, async
import requests

session = requests.Session()
urls = ["https://httpbin.org/delay/1", "https://httpbin.org/delay/1", "https://httpbin.org/delay/1"]

def download(url):
    resp = session.get(url, timeout=10)
    return len(resp.content)

sizes = [download(u) for u in urls]
print(sum(sizes))
