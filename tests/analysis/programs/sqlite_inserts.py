# verdict: sequential, keep
import sqlite3

conn = sqlite3.connect(':memory:')
c = conn.cursor()
c.execute('CREATE TABLE stocks (date text, symbol text, qty real)')
for i in range(2000):
    c.execute('INSERT INTO stocks VALUES (?, ?, ?)', ('2024-01-05', 'RHAT', i))
conn.commit()
for row in c.execute('SELECT count(*), sum(qty) FROM stocks'):
    print(row)
conn.close()
