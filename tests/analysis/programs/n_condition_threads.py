# verdict: keep, sequential
import threading
import time

def consumer(cond):
    with cond:
        cond.wait()
        print('Resource is available to consumer')

def producer(cond):
    with cond:
        print('Making resource available')
        cond.notify_all()

condition = threading.Condition()
c1 = threading.Thread(name='c1', target=consumer, args=(condition,))
c2 = threading.Thread(name='c2', target=consumer, args=(condition,))
p = threading.Thread(name='p', target=producer, args=(condition,))
c1.start()
time.sleep(0.2)
c2.start()
time.sleep(0.2)
p.start()
