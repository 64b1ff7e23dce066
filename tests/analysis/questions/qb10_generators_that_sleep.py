import time
from collections import deque

def countdown(name, n):
    while n > 0:
        print(name, n)
        time.sleep(0.3)
        yield
        n -= 1

def countup(name, stop):
    i = 0
    while i < stop:
        print(name, i)
        time.sleep(0.3)
        yield
        i += 1

# my own async scheduler like in the David Beazley talk
tasks = deque([countdown("down", 4), countup("up", 4), countdown("other", 3)])
begin = time.time()
while tasks:
    t = tasks.popleft()
    try:
        next(t)
        tasks.append(t)
    except StopIteration:
        pass
print("why is it not concurrent?", time.time() - begin)

# expert: time.sleep blocks the one thread that runs all generators, so the waits add up: asyncio with await asyncio.sleep
# verdict: async, threads, fix-first
# lines: 7, 15, 25
# cause: sleep|block|generator
