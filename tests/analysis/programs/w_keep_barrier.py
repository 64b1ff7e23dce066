# verdict: keep
import threading
import time

barrier = threading.Barrier(3)

def racer(name, secs):
    time.sleep(secs)
    barrier.wait()
    print(name, "go")

ts = [threading.Thread(target=racer, args=(n, s)) for n, s in [("a", .3), ("b", .4), ("c", .4)]]
for t in ts:
    t.start()
for t in ts:
    t.join()
