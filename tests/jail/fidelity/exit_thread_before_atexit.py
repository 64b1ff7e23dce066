import atexit
import threading
import time


def work():
    time.sleep(0.05)
    print("thread")


atexit.register(print, "atexit")
threading.Thread(target=work).start()
print("main")
