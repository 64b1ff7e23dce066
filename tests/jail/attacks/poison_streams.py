# Streams that are no streams.
# end: ok | error
# says: poisoned
import sys


class Trap:
    def __getattr__(self, name):
        raise SystemExit(99)


print("poisoned", flush=True)
sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = Trap()
