# verdict: processes
import math

PRIMES = [112272535095293, 112582705942171, 112272535095293, 115280095190773, 115797848077099]

def is_prime(n):
    if n % 2 == 0:
        return False
    sqrt_n = int(math.floor(math.sqrt(n)))
    for i in range(3, sqrt_n + 1, 2):
        if n % i == 0:
            return False
    return True

for number, prime in zip(PRIMES, map(is_prime, PRIMES)):
    print('%d is prime: %s' % (number, prime))
