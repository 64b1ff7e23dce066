# verdict: fix-first, async
import asyncio
import requests

async def get(url):
    print('get', url)
    return requests.get(url).status_code

async def main():
    results = await asyncio.gather(
        get('https://httpbin.org/delay/1'),
        get('https://httpbin.org/delay/1'),
        get('https://httpbin.org/delay/1'),
    )
    print(results)

asyncio.run(main())
