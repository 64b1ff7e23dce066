# verdict: fix-first
import threading

t = threading.Thread(target=print, args=('hi',))
t.join()
t.start()
