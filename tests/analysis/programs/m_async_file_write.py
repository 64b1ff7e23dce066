# verdict: sequential, keep
import asyncio

async def write(name, n):
    with open(name, 'w') as f:
        for i in range(n):
            f.write(f'{i}\n')
    await asyncio.sleep(0)

async def main():
    await asyncio.gather(write('a.txt', 1000), write('b.txt', 1000))
    print('written')

asyncio.run(main())
