# verdict: keep
import asyncio
import requests

async def main():
    loop = asyncio.get_running_loop()
    futures = [loop.run_in_executor(None, lambda i=i: requests.get(f'https://httpbin.org/get?i={i}')) for i in range(8)]
    for response in await asyncio.gather(*futures):
        print(response.status_code)

asyncio.run(main())
