# System calls of the x32 kind.
# end: ok | signal SIGSYS
# never: ALLOWED
import platform

from attempt import libc

if platform.machine() == "x86_64":
    import ctypes

    for number in (39, 272, 165):
        print("ALLOWED" if libc.syscall(ctypes.c_long(0x40000000 | number), 0, 0, 0, 0, 0) >= 0 else "refused")
