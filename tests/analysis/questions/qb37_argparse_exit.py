import argparse
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

def fetch(url, timeout):
    t = time.time()
    with urllib.request.urlopen(url, timeout=timeout) as r:
        return url, len(r.read()), time.time() - t

def main():
    ap = argparse.ArgumentParser(description="download stuff")
    ap.add_argument("urls", nargs="+")
    ap.add_argument("--workers", type=int, default=4)
    ap.add_argument("--timeout", type=float, default=10)
    args = ap.parse_args()
    with ThreadPoolExecutor(args.workers) as ex:
        for u, n, s in ex.map(lambda u: fetch(u, args.timeout), args.urls):
            print(u, n, round(s, 2))

if __name__ == "__main__":
    main()
# usage: main.py [-h] [--workers WORKERS] urls [urls ...]

# expert: the program stopped because it got no arguments; pass them (or a list to parse_args)
# verdict: fix-first, keep, threads
# lines: 16, 13
# cause: argument
