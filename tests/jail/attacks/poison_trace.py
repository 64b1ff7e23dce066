# Tracing and profiling functions that go wrong.
# end: ok | error 1
import sys
import threading


def wrong(*_):
    raise ValueError("wrong")


threading.settrace(wrong)
threading.setprofile(wrong)
sys.setprofile(wrong)
