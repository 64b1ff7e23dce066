# System calls of the 32-bit kind go around a filter that only knows the 64-bit ones.
# end: signal SIGSYS | ok
# never: ALLOWED
import ctypes
import mmap
import platform

if platform.machine() == "x86_64":
    # int 0x80 with eax = 20 (getpid of i386); the answer is the number of a process when it is let in
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
    address = ctypes.addressof(ctypes.c_char.from_buffer(code))
    result = ctypes.CFUNCTYPE(ctypes.c_int)(address)()
    print("ALLOWED" if result > 0 else f"refused {result}")
