# clone3 keeps its flags in memory, where no filter sees them.
# end: ok
# says: clone3 refused
import ctypes
import struct

from attempt import refused

for flags in (0, 0x10000000, 0x20000000):
    arguments = ctypes.create_string_buffer(struct.pack("8Q", flags, 0, 0, 0, 17, 0, 0, 0))
    refused("clone3", arguments, 64)
