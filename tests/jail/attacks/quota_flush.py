# Has the disks of the whole machine flushed, again and again.
# end: ok
# says: checked
# never: ALLOWED
import ctypes
import os
import time

libc = ctypes.CDLL(None)
folder = os.open("/usr/lib", os.O_RDONLY)
began = time.process_time()
for _ in range(50_000):
    os.sync()
    libc.syncfs(folder)
# A flush takes tens of microseconds at least; a call that does nothing takes about one, with Python around it.
print("checked" if time.process_time() - began < 2 else "ALLOWED")
