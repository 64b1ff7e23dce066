# verdict: vectorise
import random

n = 1_500_000
a = [random.random() for _ in range(n)]
b = [random.random() for _ in range(n)]
c = []
for i in range(n):
    c.append(a[i] * b[i] + a[i] ** 2)
print(sum(c) / n)
