# script with a thread count option
# args: --threads 3 https://example.com https://example.org
import argparse
from concurrent.futures import ThreadPoolExecutor
import requests

parser = argparse.ArgumentParser()
parser.add_argument("urls", nargs="+")
parser.add_argument("--threads", type=int, default=4)
args = parser.parse_args()

with ThreadPoolExecutor(args.threads) as pool:
    for url, r in zip(args.urls, pool.map(requests.get, args.urls)):
        print(url, r.status_code, len(r.content))
