# A lock taken twice.
# end: timeout
# limits: wallMs=1000
import threading

lock = threading.Lock()
lock.acquire()
lock.acquire()
