# Reserves contexts for asynchronous I/O, of which the whole machine has 65,536.
# end: ok
# says: checked
# never: ALLOWED
import ctypes
import platform

number = {"x86_64": 206, "aarch64": 0}[platform.machine()]
context = ctypes.c_ulong(0)
made = ctypes.CDLL(None).syscall(ctypes.c_long(number), ctypes.c_uint(1024), ctypes.byref(context))
print("checked" if made == -1 else "ALLOWED")
