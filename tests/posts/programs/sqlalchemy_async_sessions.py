# gather with one AsyncSession
import asyncio
from sqlalchemy import Column, Integer, String, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import declarative_base, sessionmaker

Base = declarative_base()

class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    name = Column(String)

async def main():
    engine = create_async_engine("sqlite+aiosqlite:///test.db")
    async with engine.begin() as conn:
        await conn.run_sync(Base.metadata.create_all)
    Session = sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)
    async with Session() as session:
        session.add_all([User(name=n) for n in ("Ann", "Bob", "Cy")])
        await session.commit()
        users = (await session.execute(select(User))).scalars().all()
        print([u.name for u in users])
    await engine.dispose()

asyncio.run(main())
