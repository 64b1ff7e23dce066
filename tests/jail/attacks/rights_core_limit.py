# Lowers its limit for core dumps to 0, with which a crash would start the host's crash handler as root.
# end: ok
# says: core (1, 1)
import ctypes
import resource

from attempt import fails, refused

CORE = resource.RLIMIT_CORE
fails("setrlimit", resource.setrlimit, CORE, (0, 0))
fails("prlimit", resource.prlimit, 0, CORE, (0, 0))
none = (ctypes.c_uint64 * 2)(0, 0)
# The kernel ignores the upper half of an int.
for number in (CORE, CORE | 1 << 32):
    refused("setrlimit", ctypes.c_uint64(number), none)
    refused("prlimit64", 0, ctypes.c_uint64(number), none, None)
resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))  # all other limits can be lowered
print("core", resource.getrlimit(CORE))
