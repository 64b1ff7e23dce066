# Reads where nothing is.
# end: signal SIGSEGV
import ctypes

ctypes.string_at(0)
