# verdict: keep, sequential
import time

while True:
    print(time.strftime('%H:%M:%S'), 'still alive')
    time.sleep(1)
