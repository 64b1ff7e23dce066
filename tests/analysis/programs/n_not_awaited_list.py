# verdict: fix-first
import asyncio

async def get_number(n):
    await asyncio.sleep(0.1)
    return n

async def main():
    numbers = [get_number(i) for i in range(5)]
    print(sum(numbers))

asyncio.run(main())
