# verdict: keep
from multiprocessing import Process, Queue

def worker(n, out):
    total = 0
    for i in range(n):
        total += i % 3
    out.put(total)

if __name__ == '__main__':
    out = Queue()
    ps = [Process(target=worker, args=(4_000_000, out)) for _ in range(3)]
    for p in ps:
        p.start()
    res = [out.get() for _ in ps]
    for p in ps:
        p.join()
    print(res)
