# verdict: processes, sequential
def is_prime(n):
    if n < 2:
        return False
    for i in range(2, int(n ** 0.5) + 1):
        if n % i == 0:
            return False
    return True

count = 0
for n in range(400_000):
    if is_prime(n):
        count += 1
print(count)
