# verdict: fix-first
import sqlite3
import threading

conn = sqlite3.connect(':memory:')
conn.execute('CREATE TABLE t (x int)')

def insert(n):
    conn.execute('INSERT INTO t VALUES (?)', (n,))

t = threading.Thread(target=insert, args=(1,))
t.start()
t.join()
