# verdict: keep
import queue
import subprocess
import threading

q = queue.Queue()
for i in range(8):
    q.put(i)

def worker():
    while True:
        try:
            n = q.get_nowait()
        except queue.Empty:
            return
        subprocess.call(['sleep', '0.3'])
        print(n, 'ok')
        q.task_done()

threads = [threading.Thread(target=worker) for _ in range(4)]
for t in threads:
    t.start()
q.join()
