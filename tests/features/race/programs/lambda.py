import time

wait = lambda n: time.sleep(0.05) or n * 2
print([wait(n) for n in range(8)])
