# verdict: fix-first
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor(max_workers=1)

def inner():
    return 5

def outer():
    f = pool.submit(inner)
    return f.result()

print(pool.submit(outer).result())
