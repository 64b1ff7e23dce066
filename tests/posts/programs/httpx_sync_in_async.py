# async def with httpx.get inside, does that block?
import asyncio
import httpx

async def call(n):
    r = httpx.get("https://httpbin.org/delay/1")
    print(n, r.status_code)

async def main():
    await asyncio.gather(*(call(n) for n in range(4)))

asyncio.run(main())
