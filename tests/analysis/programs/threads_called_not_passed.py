# verdict: fix-first
import threading
import time

def work():
    time.sleep(0.5)
    print('done')

t1 = threading.Thread(target=work())
t2 = threading.Thread(target=work())
t1.start()
t2.start()
t1.join()
t2.join()
