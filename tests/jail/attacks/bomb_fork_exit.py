# Forks as fast as it can and stops at the process limit.
# end: error 7
# says: stopped before 200
import os
import signal
import sys
import time

made = []
try:
    while len(made) < 200:
        child = os.fork()
        if child == 0:
            time.sleep(60)
            os._exit(0)
        made.append(child)
except BlockingIOError:
    print("stopped before 200")
    for child in made:
        os.kill(child, signal.SIGKILL)
    sys.exit(7)
