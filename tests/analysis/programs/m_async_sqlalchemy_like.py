# verdict: fix-first, sequential, keep
import asyncio
import sqlite3

async def setup():
    conn = sqlite3.connect(':memory:')
    conn.execute('create table users (id integer, name text)')
    for i in range(100):
        conn.execute('insert into users values (?, ?)', (i, f'user{i}'))
    return conn

async def main():
    conn = await setup()
    rows = conn.execute('select count(*) from users').fetchone()
    print(rows)

asyncio.run(main())
