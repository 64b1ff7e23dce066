import threading
import time
import random

N = 3
barrier = threading.Barrier(N + 1)

def runner(name):
    time.sleep(random.random() / 2)
    print(name, "ready")
    barrier.wait()
    print(name, "go!")

ts = [threading.Thread(target=runner, args=(f"r{i}",)) for i in range(N)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print("race is over")

# expert: the barrier waits for four threads and only three come
# verdict: fix-first
# lines: 11, 6
# cause: barrier
