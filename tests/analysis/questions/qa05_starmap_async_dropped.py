# verdict: fix-first
# lines: 19
# cause: never read|nobody reads|lost|\.get\(\)|pickl
import multiprocessing
import threading

class Store:
    def __init__(self):
        self.guard = threading.Lock()
        self.rows = []

    def put(self, k, v):
        with self.guard:
            self.rows.append((k, v))

if __name__ == '__main__':
    store = Store()
    with multiprocessing.Pool() as pool:
        pool.starmap_async(store.put, [(1, 'a'), (2, 'b')])
        pool.close()
        pool.join()
    print(store.rows)   # always []
