# Opens files by handle, around the root folder.
# end: ok
# says: open_by_handle_at refused
import ctypes
import os
import struct

from attempt import refused

handle = ctypes.create_string_buffer(struct.pack("Ii", 8, 1) + (2).to_bytes(8, "little"))
refused("open_by_handle_at", os.open("/", os.O_RDONLY), handle, 0)
refused("name_to_handle_at", -100, b"/", handle, ctypes.create_string_buffer(8), 0)
