import sys

sys.unraisablehook = lambda unraisable: print("unraisable", unraisable.exc_type.__name__)


class A:
    def __del__(self):
        1 / 0


A()
raise ValueError("after")
