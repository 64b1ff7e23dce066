# verdict: fix-first
from concurrent.futures import ProcessPoolExecutor

with ProcessPoolExecutor() as ex:
    print(list(ex.map(lambda x: x ** 2, range(5))))
