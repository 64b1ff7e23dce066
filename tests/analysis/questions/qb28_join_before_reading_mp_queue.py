from multiprocessing import Process, Queue

def work(q, n):
    data = ["x" * 1000 for _ in range(500)]
    q.put((n, data))
    print("child", n, "done")

if __name__ == "__main__":
    q = Queue()
    ps = [Process(target=work, args=(q, i)) for i in range(3)]
    for p in ps:
        p.start()
    for p in ps:
        p.join()             # hangs here, with 10 instead of 500 it works
    while not q.empty():
        n, d = q.get()
        print(n, len(d))

# expert: a child ends only when its queue data is in the pipe, and nobody reads while join waits: get before join
# verdict: fix-first
# lines: 14
# cause: (before|first|read|get|pipe|queue)
