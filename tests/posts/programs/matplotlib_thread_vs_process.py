# plotting my benchmark
import time
import matplotlib.pyplot as plt
from concurrent.futures import ThreadPoolExecutor

def io_task(_):
    time.sleep(0.05)

counts = [1, 2, 4, 8, 16]
times = []
for c in counts:
    start = time.perf_counter()
    with ThreadPoolExecutor(c) as ex:
        list(ex.map(io_task, range(16)))
    times.append(time.perf_counter() - start)

plt.plot(counts, times, marker="o")
plt.xlabel("threads")
plt.ylabel("seconds")
plt.title("16 tasks of 50 ms")
plt.show()
