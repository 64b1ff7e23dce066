import requests

urls = [f'https://httpbin.org/delay/{n / 10}' for n in range(1, 7)]
for url in urls:
    print('Fetching', url)
    response = requests.get(url, timeout=5)
    print(url, response.status_code)
