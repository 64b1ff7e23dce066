# verdict: keep, sequential
import itertools
import sys
import threading
import time

def spin(msg, done):
    for char in itertools.cycle('|/-\\'):
        sys.stdout.write(f'\r{char} {msg}')
        if done.wait(0.1):
            break

def slow_function():
    time.sleep(1)
    return 42

done = threading.Event()
spinner = threading.Thread(target=spin, args=('thinking!', done))
spinner.start()
result = slow_function()
done.set()
spinner.join()
print('\nAnswer:', result)
