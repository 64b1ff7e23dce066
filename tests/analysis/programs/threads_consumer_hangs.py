# verdict: fix-first
import threading
import queue

q = queue.Queue()

def consumer():
    while True:
        item = q.get()
        print('got', item)
        q.task_done()

t = threading.Thread(target=consumer)
t.start()
for i in range(3):
    q.put(i)
q.join()
print('all done')
