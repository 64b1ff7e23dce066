# verdict: fix-first
# lines: 7, 11
# cause: connection|fork|process
from multiprocessing import Pool
import sqlite3, os

conn = sqlite3.connect("/tmp/app.db")
conn.execute("create table if not exists t (pid int, n int)")

def save(n):
    conn.execute("insert into t values (?, ?)", (os.getpid(), n))
    conn.commit()
    return n

if __name__ == "__main__":
    with Pool(4) as pool:
        print(sum(pool.map(save, range(20))))
    print(conn.execute("select count(*) from t").fetchone())
