# verdict: sequential
import csv
import io
import random

buf = io.StringIO()
w = csv.writer(buf)
for i in range(20000):
    w.writerow([i, random.choice('ABC'), random.randint(1, 100)])
buf.seek(0)
totals = {}
for row in csv.reader(buf):
    totals[row[1]] = totals.get(row[1], 0) + int(row[2])
print(totals)
