# verdict: fix-first
# lines: 7, 11
# cause: random|seed|same
import numpy as np
from multiprocessing import Pool
def simulate(run):
    steps = np.random.normal(size=1000)
    return round(float(steps.sum()), 3)

if __name__ == '__main__':
    with Pool(4) as p:
        print(p.map(simulate, range(4), chunksize=1))
    # sometimes the same number twice, e.g. [13.1, 13.1, 13.1, -4.2]
