# verdict: sequential, processes, fix-first
import asyncio

async def fib(n):
    if n < 2:
        return n
    return await fib(n - 1) + await fib(n - 2)

async def main():
    print(await asyncio.gather(fib(25), fib(25), fib(25)))

asyncio.run(main())
