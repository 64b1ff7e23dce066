# verdict: keep
import asyncio
import httpx

async def get(client, n):
    r = await client.get(f'https://httpbin.org/get?n={n}')
    return r.status_code

async def main():
    async with httpx.AsyncClient() as client:
        print(await asyncio.gather(*[get(client, n) for n in range(6)]))

asyncio.run(main())
