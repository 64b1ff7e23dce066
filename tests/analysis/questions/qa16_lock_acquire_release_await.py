# verdict: fix-first
# lines: 12, 14
# cause: await|asyncio\.Lock
import asyncio, threading

cache = {}
cache_lock = threading.RLock()
mutex = threading.Lock()

async def get_rate(currency):
    # only one should fetch
    mutex.acquire()
    if currency not in cache:
        await asyncio.sleep(0.3)
        cache[currency] = len(currency) * 1.5
    mutex.release()
    return cache[currency]

async def main():
    rates = await asyncio.gather(*[get_rate(c) for c in ("usd", "usd", "eur")])
    print(rates)

if __name__ == '__main__':
    loop = asyncio.new_event_loop()
    loop.run_until_complete(main())
