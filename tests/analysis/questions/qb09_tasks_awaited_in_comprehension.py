import asyncio
import time

class Bank:
    async def balance(self, account):
        await asyncio.sleep(0.3)
        return hash(account) % 1000

    async def total(self, accounts):
        # list comprehension = concurrent?
        amounts = [await asyncio.create_task(self.balance(a)) for a in accounts]
        return sum(amounts)

async def run():
    b = Bank()
    begin = time.time()
    print("total", await b.total(["x1", "x2", "x3", "x4", "x5", "x6", "x7"]))
    print(f"{time.time()-begin:.1f}s, expected 0.3s")

asyncio.run(run())

# expert: the comprehension awaits each task before it creates the next one: gather them
# verdict: async, fix-first
# lines: 11
# cause: one after another|one at a time|right after|immediately
