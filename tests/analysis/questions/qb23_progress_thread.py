import threading, time

class Progress(threading.Thread):
    def __init__(self, total):
        super().__init__(daemon=True)
        self.total, self.done = total, 0
        self.stop = threading.Event()

    def run(self):
        while not self.stop.wait(0.2):
            print(f"{self.done}/{self.total}")

def transform(x):
    acc = 0
    for i in range(150_000):
        acc ^= (i * x) & 0xFF
    return acc

p = Progress(30)
p.start()
res = []
prev = 1
for i in range(30):
    prev = transform(prev + i)      # needs the one before
    res.append(prev)
    p.done = i + 1
p.stop.set()
p.join()
print(sum(res))

# expert: the steps depend on each other and the progress thread is fine: nothing to change
# verdict: keep, sequential
# lines:
# cause: nothing
