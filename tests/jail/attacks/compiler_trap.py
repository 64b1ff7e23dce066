# A coding line, a null byte and a byte order mark.
# end: error 1
# says: null bytes
# coding: rot13
exec("x = 1\0")
