# verdict: processes
def fib(n):
    if n <= 1:
        return n
    return fib(n - 1) + fib(n - 2)

results = []
for n in [26, 27, 26, 27, 26]:
    results.append(fib(n))
print(results)
