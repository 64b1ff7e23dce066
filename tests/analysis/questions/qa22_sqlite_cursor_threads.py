# verdict: fix-first
# lines: 7, 8, 13, 14
# cause: connection|cursor|same thread
import sqlite3
from concurrent.futures import ThreadPoolExecutor

db = sqlite3.connect(":memory:", check_same_thread=False)
cur = db.cursor()
cur.execute("create table hits (page text, n integer)")
cur.executemany("insert into hits values (?, ?)", [("p%d" % (i % 5), i) for i in range(2000)])

def total(page):
    cur.execute("select sum(n) from hits where page = ?", (page,))
    return page, cur.fetchone()[0]

with ThreadPoolExecutor(5) as ex:
    for page, n in ex.map(total, ["p0", "p1", "p2", "p3", "p4"] * 20):
        pass
print("ok")
