# verdict: fix-first
from concurrent.futures import ThreadPoolExecutor
import time

bank = {"ann": 100}

def pay(amount):
    have = bank["ann"]
    time.sleep(0.1)
    bank["ann"] = have - amount

with ThreadPoolExecutor(5) as pool:
    list(pool.map(pay, [10] * 5))
print(bank)
