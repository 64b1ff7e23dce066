# Looks beneath itself on the stack.
# end: ok
# says: depth 1
import inspect
import sys

print("depth", len(inspect.stack()), sys._getframe().f_back)
