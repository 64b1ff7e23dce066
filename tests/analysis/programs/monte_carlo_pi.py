# verdict: vectorise, processes, sequential
import random

inside = 0
N = 2_000_000
for _ in range(N):
    x, y = random.random(), random.random()
    if x * x + y * y <= 1:
        inside += 1
print(4 * inside / N)
