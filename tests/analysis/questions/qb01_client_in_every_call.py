import asyncio, time
import httpx

# hi, why is this not much faster than requests?? I have ~100 pages, half the time goes to TLS i think
BASE = "https://httpbin.org/get?page="

async def get_page(i):
    async with httpx.AsyncClient(timeout=20) as c:
        r = await c.get(BASE + str(i))
        return r.json()

async def main():
    t0 = time.time()
    res = await asyncio.gather(*[get_page(i) for i in range(40)])
    print(len(res), "took", time.time() - t0)

asyncio.run(main())

# expert: every call opens its own client, so no connection is ever reused: make one client in main and pass it
# verdict: keep, async, fix-first
# lines: 8
# cause: (one|each|every|per|shared?|reuse).{0,60}(client|session)|(client|session).{0,60}(each|every|per|reuse)
