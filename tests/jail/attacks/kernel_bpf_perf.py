# bpf, perf and their kin.
# end: ok
# says: bpf refused
import ctypes

from attempt import refused

zero = ctypes.create_string_buffer(128)
refused("bpf", 0, zero, 128)
refused("perf_event_open", zero, 0, -1, -1, 0)
refused("userfaultfd", 0)
refused("fanotify_init", 0, 0)
refused("vmsplice", 1, zero, 1, 0)
