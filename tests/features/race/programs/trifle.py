def square(n):
    return n * n


print([square(n) for n in range(10)])
