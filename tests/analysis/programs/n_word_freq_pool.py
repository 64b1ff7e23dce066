# verdict: keep, sequential
from collections import Counter
from multiprocessing import Pool
import random

def count(chunk):
    c = Counter()
    for w in chunk:
        c[w[:3]] += len(w)
    return c

if __name__ == '__main__':
    words = [''.join(random.choices('abcde', k=8)) for _ in range(300_000)]
    chunks = [words[i::4] for i in range(4)]
    with Pool(4) as pool:
        total = sum(pool.map(count, chunks), Counter())
    print(total.most_common(2))
