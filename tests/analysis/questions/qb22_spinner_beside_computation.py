import itertools
import sys
import threading
import time

def spin(done):
    for ch in itertools.cycle("|/-\\"):
        sys.stdout.write("\r" + ch + " thinking")
        sys.stdout.flush()
        if done.wait(0.1):
            break
    sys.stdout.write("\r")

def is_prime(n):
    if n % 2 == 0:
        return n == 2
    i = 3
    while i * i <= n:
        if n % i == 0:
            return False
        i += 2
    return True

done = threading.Event()
spinner = threading.Thread(target=spin, args=(done,))
spinner.start()
answer = is_prime(60_000_000_000_053)
done.set()
spinner.join()
print("prime" if answer else "not prime")

# expert: a spinner thread beside a computation is what threads are good for: keep
# verdict: keep, sequential
# lines:
# cause: nothing
