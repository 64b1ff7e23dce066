# monte carlo pi: every process gives me the same number
import numpy as np
from concurrent.futures import ProcessPoolExecutor

def simulate(n):
    x = np.random.rand(n)
    y = np.random.rand(n)
    return 4 * np.mean(x * x + y * y < 1)

if __name__ == '__main__':
    with ProcessPoolExecutor(4) as ex:
        print(list(ex.map(simulate, [500_000] * 4)))
