# httpx, both ways.
# end: ok
# says: 200 200
import asyncio

import httpx


async def main():
    async with httpx.AsyncClient() as client:
        return (await client.get("https://example.org/")).status_code


print(httpx.get("https://httpbin.org/json").status_code, asyncio.run(main()))
