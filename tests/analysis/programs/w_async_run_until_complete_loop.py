# verdict: async
import asyncio

async def fetch_price(symbol):
    await asyncio.sleep(0.25)
    return symbol, sum(map(ord, symbol))

loop = asyncio.new_event_loop()
prices = {}
for sym in ["AAPL", "MSFT", "GOOG", "AMZN"]:
    k, v = loop.run_until_complete(fetch_price(sym))
    prices[k] = v
loop.close()
print(prices)
