# Hoards memory in children, each under any limit of one process.
# end: memory
import os
import time

for _ in range(20):
    if os.fork() == 0:
        hoard = bytearray(40_000_000)
        for at in range(0, len(hoard), 4096):
            hoard[at] = 1
        time.sleep(60)
        os._exit(0)
time.sleep(60)
