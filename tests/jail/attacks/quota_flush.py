# Has the disks of the host flushed, again and again.
# end: ok
# says: checked
# never: ALLOWED
import ctypes
import mmap
import os
import time

ROUNDS = 20_000
libc = ctypes.CDLL(None)
folder = os.open("/usr/lib", os.O_RDONLY)
file = os.open(os.__file__, os.O_RDONLY)
mapped = mmap.mmap(file, mmap.PAGESIZE, mmap.MAP_SHARED, mmap.PROT_READ)
own = open("own", "w")
own.write("kept")
ways = {
    "sync": os.sync,
    "syncfs": lambda: libc.syncfs(folder),
    "fsync": lambda: os.fsync(file),
    "fdatasync": lambda: os.fdatasync(file),
    "sync_file_range": lambda: libc.sync_file_range(file, ctypes.c_long(0), ctypes.c_long(4096), 7),
    "msync": mapped.flush,
    "own": lambda: os.fsync(own.fileno()),
}
for name, flush in ways.items():
    began = time.process_time()
    for _ in range(ROUNDS):
        flush()
    # A flush takes tens of microseconds at least; a call that does nothing takes about one, with Python around it.
    if time.process_time() - began > 0.8:
        print("ALLOWED", name)
print("checked")
