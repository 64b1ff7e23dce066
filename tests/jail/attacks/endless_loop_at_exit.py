# Hangs in atexit, after the program has ended.
# end: timeout
# says: bye
# limits: wallMs=1000
import atexit
import time

atexit.register(time.sleep, 1e6)
print("bye")
