# A background child that wants to write into whatever comes next.
# end: ok
# says: first
# never: LATER
import os
import time

if os.fork() == 0:
    os.setsid()
    time.sleep(0.5)
    os.write(1, b"LATER\n")
    os._exit(0)
print("first")
