# verdict: fix-first
import asyncio

class Account:
    def __init__(self, balance):
        self.balance = balance

async def transfer(src, dst, amount):
    if src.balance >= amount:
        left = src.balance - amount
        await asyncio.sleep(0.1)
        src.balance = left
        dst.balance += amount

async def main():
    a, b = Account(100), Account(0)
    await asyncio.gather(*(transfer(a, b, 60) for _ in range(3)))
    print(a.balance, b.balance)

asyncio.run(main())
