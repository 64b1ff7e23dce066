# a page is parsed by Beautiful Soup and lxml, and kept by SQLAlchemy and aiosqlite
# end: ok
# says: ['one', 'two']
# says: 2 rows
import asyncio

import aiosqlite
from bs4 import BeautifulSoup
from sqlalchemy import Column, Integer, String, create_engine
from sqlalchemy.orm import Session, declarative_base

words = [item.text for item in BeautifulSoup("<ul><li>one<li>two</ul>", "lxml").find_all("li")]
print(words)
Base = declarative_base()


class Word(Base):
    __tablename__ = "words"
    id = Column(Integer, primary_key=True)
    text = Column(String)


engine = create_engine("sqlite:///words.db")
Base.metadata.create_all(engine)
with Session(engine) as session:
    session.add_all([Word(text=word) for word in words])
    session.commit()


async def count():
    async with aiosqlite.connect("words.db") as database:
        async with database.execute("SELECT count(*) FROM words") as rows:
            print((await rows.fetchone())[0], "rows")


asyncio.run(count())
