# verdict: fix-first
# lines: 13, 20
# cause: exit|killed|died
import os
import sys
import time
from multiprocessing import Pool

def check(n):
    time.sleep(0.05)
    if n == 3:
        print("fatal: bad value", n, file=sys.stderr)
        os._exit(1)
    return n * 10

if __name__ == '__main__':
    with Pool(2) as pool:
        # hangs here, ctrl-c needed
        # (the program works when I remove 3)
        for r in pool.imap(check, [1, 2, 3, 4, 5]):
            print(r)
    print("done")
