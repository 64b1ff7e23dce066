# verdict: vectorise, sequential
import numpy as np

a = np.arange(2_000_000, dtype=float)
out = np.empty_like(a)
for i in range(len(a)):
    out[i] = a[i] * 2.0 + 1.0
print(out.sum())
