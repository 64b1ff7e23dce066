# verdict: sequential, keep
import requests

url = 'https://httpbin.org/get?page=1'
pages = 0
while url:
    data = requests.get(url).json()
    pages += 1
    url = f'https://httpbin.org/get?page={pages + 1}' if pages < 5 else None
print(pages, 'pages')
