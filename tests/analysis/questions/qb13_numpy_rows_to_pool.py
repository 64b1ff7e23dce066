import numpy as np, time
from multiprocessing import Pool

def dist(row):
    x, y, z = row
    return (x**2 + y**2 + z**2) ** .5

if __name__ == '__main__':
    pts = np.random.rand(8000, 3)

    t = time.time()
    a = [dist(r) for r in pts]
    print('loop', time.time() - t)

    t = time.time()
    with Pool() as p:
        b = p.map(dist, list(pts))
    print('pool', time.time() - t)   # slower than the loop !!?
    assert np.allclose(a, b)

# expert: pickling 8,000 rows costs more than the arithmetic: one numpy expression over the whole array
# verdict: vectorise, sequential, fix-first
# lines: 17, 6
# cause: numpy|vector|send|pickl|cost
