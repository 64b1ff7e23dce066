%%time
!pip install -q httpx
import asyncio, random

async def get_price(coin):
    await asyncio.sleep(0.3)
    return coin, random.random()

prices = []
for c in ["btc", "eth", "doge", "ada"]:
    prices.append(await get_price(c))
prices

# expert: notebook syntax (magics, top-level await) is no Python file; then: gather the four awaits
# verdict: fix-first, async
# lines: 1, 2, 11
# cause: notebook|Jupyter|IPython
