from contextlib import ExitStack

with ExitStack() as stack:
    stack.callback(print, "callback")
    raise RuntimeError("in with")
