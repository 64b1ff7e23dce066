# Takes inotify instances, of which a user of the host has 128 in all.
# end: ok
# says: checked
# never: ALLOWED
import ctypes

libc = ctypes.CDLL(None)
taken = 0
while taken < 100 and libc.inotify_init() >= 0:
    taken += 1
print("checked" if 1 <= taken <= 8 else f"ALLOWED {taken}")
