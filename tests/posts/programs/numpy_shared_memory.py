# sharing a big numpy array between processes
import numpy as np
from multiprocessing import Process
from multiprocessing.shared_memory import SharedMemory

def fill(name, shape, start, stop):
    shm = SharedMemory(name=name)
    a = np.ndarray(shape, dtype=np.float64, buffer=shm.buf)
    a[start:stop] = np.arange(start, stop) ** 2
    shm.close()

if __name__ == "__main__":
    n = 1_000_000
    shm = SharedMemory(create=True, size=n * 8)
    a = np.ndarray((n,), dtype=np.float64, buffer=shm.buf)
    ps = [Process(target=fill, args=(shm.name, a.shape, i * n // 4, (i + 1) * n // 4)) for i in range(4)]
    [p.start() for p in ps]
    [p.join() for p in ps]
    print(a.sum())
    shm.close()
    shm.unlink()
