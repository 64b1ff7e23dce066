# verdict: keep, sequential
import numpy as np

a = np.random.rand(2_000_000)
b = np.random.rand(2_000_000)
for _ in range(10):
    c = np.sqrt(a * b + a ** 2)
print(c.mean())
