# Queues signals to itself, of which the kernel keeps so many for a user, timers among them.
# end: ok
# says: checked
# never: ALLOWED
import ctypes
import signal
import threading

libc = ctypes.CDLL(None)
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGRTMIN])
self = ctypes.c_ulong(threading.get_ident())
queued = 0
while queued < 5000 and libc.pthread_sigqueue(self, signal.SIGRTMIN, ctypes.c_void_p(0)) == 0:
    queued += 1
print("checked" if 1 <= queued <= 1024 else f"ALLOWED {queued}")
