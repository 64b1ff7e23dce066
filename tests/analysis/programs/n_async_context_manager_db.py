# verdict: sequential, keep
import asyncio

class Connection:
    async def __aenter__(self):
        await asyncio.sleep(0.2)
        print('connected')
        return self

    async def __aexit__(self, *exc):
        await asyncio.sleep(0.1)
        print('closed')

    async def query(self, sql):
        await asyncio.sleep(0.2)
        return [sql]

async def main():
    async with Connection() as conn:
        rows = await conn.query('select 1')
        print(rows)

asyncio.run(main())
