# The memory file cut, stretched and sealed.
# end: ok
import fcntl
import os

for fd in range(3, 1024):
    try:
        os.ftruncate(fd, 0)
        os.ftruncate(fd, 15 << 20)
        os.lseek(fd, 14 << 20, os.SEEK_SET)
        fcntl.fcntl(fd, fcntl.F_ADD_SEALS, 15)
    except OSError:
        pass
os._exit(0)
