# verdict: keep
import threading
import time

sem = threading.Semaphore(2)

def access(n):
    with sem:
        print(n, 'in')
        time.sleep(0.3)
        print(n, 'out')

for i in range(6):
    threading.Thread(target=access, args=(i,)).start()
