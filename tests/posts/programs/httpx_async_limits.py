# limiting concurrency in httpx
import asyncio
import httpx

async def main():
    limits = httpx.Limits(max_connections=3)
    async with httpx.AsyncClient(limits=limits, timeout=None) as client:
        responses = await asyncio.gather(*[client.get("https://example.org/") for _ in range(9)])
    print([r.status_code for r in responses])

asyncio.run(main())
