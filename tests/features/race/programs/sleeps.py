import time


def fetch(n):
    time.sleep(0.1)
    return n * n


results = []
for n in range(8):
    results.append(fetch(n))
print(results)
