# verdict: threads, async
import queue
import time

def process(job):
    time.sleep(0.2)
    return job ** 2

jobs = queue.Queue()
for n in range(6):
    jobs.put(n)

results = []
while not jobs.empty():
    results.append(process(jobs.get()))
print(results)
