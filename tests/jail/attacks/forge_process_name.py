# A name that breaks the lines of /proc.
# end: ok
# says: named
import ctypes
import time

ctypes.CDLL(None).prctl(15, b") R 1 (\n\xff) Z", 0, 0, 0)
time.sleep(0.1)
print("named")
