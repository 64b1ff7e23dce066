# verdict: sequential
import random

def bubble_sort(a):
    n = len(a)
    for i in range(n):
        for j in range(0, n - i - 1):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
    return a

data = [random.randint(0, 10000) for _ in range(2000)]
print(bubble_sort(data)[:5])
