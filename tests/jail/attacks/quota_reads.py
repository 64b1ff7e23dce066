# Reads the host's disk again and again, past its page cache.
# end: ok
# says: checked
# never: ALLOWED
import ctypes
import fcntl
import os

libc = ctypes.CDLL(None)
file = os.open(os.__file__, os.O_RDONLY)
for where in (os.__file__, "/usr/lib"):
    try:
        os.open(where, os.O_RDONLY | os.O_DIRECT)
        print("ALLOWED open", where)
    except OSError:
        pass
try:
    fcntl.fcntl(file, fcntl.F_SETFL, os.O_DIRECT)
    print("ALLOWED fcntl")
except OSError:
    pass
if libc.syscall(ctypes.c_long(72 if os.uname().machine == "x86_64" else 25), file, ctypes.c_long(4 | 1 << 32), ctypes.c_long(os.O_DIRECT)) == 0:
    print("ALLOWED fcntl with more bits")
try:
    os.preadv(file, [bytearray(4096)], 0, 0x80)
    print("ALLOWED preadv2")
except OSError:
    pass

# Whether pages are in the cache is not told of files that one may not write, so what the advice did shows in time only.
os.posix_fadvise(file, 0, 0, os.POSIX_FADV_SEQUENTIAL)
os.posix_fadvise(file, 0, 0, os.POSIX_FADV_WILLNEED)
os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
print("checked")
