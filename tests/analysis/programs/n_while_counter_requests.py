# verdict: threads, async, sequential
import requests

i = 0
while i < 6:
    r = requests.get('https://httpbin.org/delay/0.3')
    print(i, r.status_code)
    i += 1
