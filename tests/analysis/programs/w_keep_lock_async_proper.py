# verdict: keep
import asyncio

balance = 100
lock = asyncio.Lock()

async def withdraw(amount):
    global balance
    async with lock:
        current = balance
        await asyncio.sleep(0.01)
        balance = current - amount

async def slow_report():
    await asyncio.sleep(0.5)
    return "report"

async def main():
    await asyncio.gather(*(withdraw(10) for _ in range(5)), slow_report(), slow_report())
    print(balance)

asyncio.run(main())
