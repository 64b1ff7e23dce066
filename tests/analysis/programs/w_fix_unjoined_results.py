# verdict: fix-first
import threading
import time

results = []

def fetch(n):
    time.sleep(0.3)
    results.append(n)

for n in range(5):
    threading.Thread(target=fetch, args=(n,)).start()
print("results:", results)
