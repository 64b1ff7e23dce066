import queue, threading

q = queue.Queue(maxsize=2)

def producer():
    for i in range(10):
        q.put(i)
        print("put", i)
    print("producer finished")

def consumer():
    for _ in range(3):
        item = q.get()
        print("   got", item)
        if item == 2:
            print("   enough")
            return

p = threading.Thread(target=producer)
c = threading.Thread(target=consumer)
p.start(); c.start()
p.join(); c.join()

# expert: the consumer returned, the queue is full and put waits for room that nobody makes
# verdict: fix-first
# lines: 7
# cause: full|room|maxsize|take|nobody (gets|takes)|get\(\)
