# verdict: fix-first, keep, async
# lines: 14, 16, 9
# cause: session|connection|concurren
import asyncio
from sqlalchemy.ext.asyncio import create_async_engine, async_sessionmaker
from sqlalchemy import text
engine = create_async_engine("postgresql+asyncpg://app:app@localhost/app")
async def orders_of(session, user):
    res = await session.execute(text("select * from orders where user_id=:u"), {"u": user})
    return res.fetchall()

async def main():
    Session = async_sessionmaker(engine)
    async with Session() as session:
        # sqlalchemy.exc.InterfaceError: cannot perform operation: another operation is in progress
        a, b = await asyncio.gather(
            orders_of(session, 1),
            orders_of(session, 2),
        )
        print(len(a), len(b))

asyncio.run(main())
