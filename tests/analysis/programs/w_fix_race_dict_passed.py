# verdict: fix-first
import asyncio

async def fetch_fee(amount):
    await asyncio.sleep(0.05)
    return 1

async def withdraw(account, amount):
    balance = account["balance"]
    fee = await fetch_fee(amount)
    account["balance"] = balance - amount - fee

async def main():
    account = {"balance": 1000}
    await asyncio.gather(*(withdraw(account, 10) for _ in range(10)))
    print(account["balance"])

asyncio.run(main())
