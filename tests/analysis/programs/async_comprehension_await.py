# verdict: async
import asyncio

async def get_price(symbol):
    await asyncio.sleep(0.3)
    return hash(symbol) % 100

async def main():
    symbols = ['AAPL', 'GOOG', 'MSFT', 'AMZN']
    prices = [await get_price(s) for s in symbols]
    print(len(prices))

asyncio.run(main())
