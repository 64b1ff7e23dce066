# verdict: threads, async
import requests

for i in range(10):
    response = requests.get('https://httpbin.org/get', params={'i': i})
    print(i, response.status_code)
