# verdict: processes
def fib(n):
    if n <= 1:
        return n
    return fib(n - 1) + fib(n - 2)

results = []
for n in [29, 30, 29, 30, 29, 30]:
    results.append(fib(n))
print(results)
