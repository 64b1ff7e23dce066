# Starts threads without end.
# end: error 1
# says: can't start new thread
import os
import threading
import time

sleep = threading.Event()
try:
    while True:
        threading.Thread(target=sleep.wait, daemon=True).start()
except RuntimeError as error:
    print(error, threading.active_count() < 128)
    os._exit(1)
