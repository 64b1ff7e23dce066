import asyncio

orders = {}

async def charge(name, amount, delay):
    await asyncio.sleep(delay)
    if amount < 0:
        raise ValueError(f"bad amount for {name}")
    orders[name] = amount
    print("charged", name, amount)

async def checkout():
    try:
        await asyncio.gather(
            charge("ann", 10, 0.6),
            charge("bob", -5, 0.1),
            charge("cy", 20, 0.8),
        )
    except ValueError as e:
        print("rolled back everything:", e)
        orders.clear()

async def main():
    await checkout()
    print("orders after rollback", orders)
    await asyncio.sleep(1)
    print("one second later??", orders)

asyncio.run(main())

# expert: gather does not cancel the other calls when one fails: they go on charging after the rollback; TaskGroup cancels them
# verdict: fix-first, keep
# lines: 14
# cause: (gather|others?|rest).{0,80}(go on|keep|continue|cancel|still|running)
