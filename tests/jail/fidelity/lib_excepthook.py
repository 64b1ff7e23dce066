import sys

sys.excepthook = lambda kind, value, traceback: print("hooked", kind.__name__, value)
raise ValueError("x")
