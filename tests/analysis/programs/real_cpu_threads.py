# verdict: processes
import threading


def count(n):
    total = 0
    for i in range(n):
        total += i * i % 7
    print(total)


threads = [threading.Thread(target=count, args=(3_000_000,)) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
