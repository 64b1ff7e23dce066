# verdict: sequential, keep
import random

data = [random.random() for _ in range(1_000_000)]
data.sort()
print(data[0], data[-1])
