# verdict: async
import asyncio


async def fetch(n):
    await asyncio.sleep(0.2)
    return n


async def main():
    a = await fetch(1)
    b = await fetch(2)
    c = await fetch(3)
    d = await fetch(4)
    e = await fetch(5)
    f = await fetch(6)
    g = await fetch(7)
    h = await fetch(8)
    i = await fetch(9)
    j = await fetch(10)
    print(a, b, c, d, e, f, g, h, i, j)


asyncio.run(main())
