# An audit hook that forbids everything.
# end: ok | error 1
# says: hooked
import sys


def forbid(event, arguments):
    raise RuntimeError("forbidden")


print("hooked", flush=True)
sys.addaudithook(forbid)
