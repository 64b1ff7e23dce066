import multiprocessing
import time

ctx = multiprocessing.get_context("spawn")

def worker(n, q):
    time.sleep(0.1)
    q.put(n * n)

q = ctx.Queue()
procs = []
for n in range(2):
    p = ctx.Process(target=worker, args=(n, q))
    procs.append(p)
    p.start()
for p in procs:
    p.join()
while not q.empty():
    print(q.get())
print("done")

# expert: the child imports this file and reaches p.start() too: RuntimeError; put it under if __name__ == "__main__"
# verdict: fix-first
# lines: 15, 13, 12
# cause: __main__
