import requests

urls = [f'https://httpbin.org/delay/0.1?page={n}' for n in range(6)]
for url in urls:
    print('Fetching', url)
    response = requests.get(url, timeout=5)
    print(url, response.status_code)
