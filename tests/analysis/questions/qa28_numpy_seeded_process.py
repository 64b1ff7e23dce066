# verdict: fix-first
# lines: 6, 9, 15
# cause: random|seed|same
import multiprocessing
import numpy as np
rng = np.random.default_rng(42)

def monte_carlo(q, n):
    xy = rng.random((n, 2))
    q.put(4 * float(((xy ** 2).sum(axis=1) < 1).mean()))

if __name__ == "__main__":
    q = multiprocessing.Queue()
    n = 100_000
    workers = [multiprocessing.Process(target=monte_carlo, args=(q, n)) for _ in range(4)]
    for w in workers: w.start()
    estimates = [q.get() for _ in workers]
    for w in workers: w.join()
    print(estimates)
    print("mean", sum(estimates) / len(estimates))
