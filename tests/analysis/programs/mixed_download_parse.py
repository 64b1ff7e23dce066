# verdict: threads, async, processes
import requests

def parse(text):
    n = 0
    for _ in range(30):
        for ch in text:
            if ch.isalpha():
                n += 1
    return n

def handle(url):
    return parse(requests.get(url).text)

urls = [f'https://httpbin.org/delay/0.3?x={i}' for i in range(8)]
print([handle(u) for u in urls])
