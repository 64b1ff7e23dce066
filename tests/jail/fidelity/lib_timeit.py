import timeit

print(timeit.timeit("x = 1", number=1) >= 0)
timeit.timeit("1 / 0")
