# io_uring does system calls that no filter sees.
# end: ok
# says: io_uring_setup refused
import ctypes

from attempt import refused

refused("io_uring_setup", 8, ctypes.create_string_buffer(256))
refused("io_uring_enter", 3, 0, 0, 0, 0, 0)
refused("io_uring_register", 3, 0, 0, 0)
