# verdict: fix-first
from multiprocessing import Process, Value

def add(v):
    for _ in range(5000):
        v.value += 1

if __name__ == '__main__':
    v = Value('i', 0)
    ps = [Process(target=add, args=(v,)) for _ in range(4)]
    [p.start() for p in ps]
    [p.join() for p in ps]
    print(v.value)
