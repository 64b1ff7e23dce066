# Leaves from atexit.
# end: ok | error 5
import atexit
import sys

atexit.register(sys.exit, 5)
