import __main__
import sys

print(__name__, __file__, __doc__, __package__, __spec__, __cached__ if "__cached__" in globals() else "none")
print(sorted(k for k in globals() if k.startswith("__")))
print(__main__ is sys.modules["__main__"], type(__loader__).__name__, __builtins__)
print(__annotations__)
