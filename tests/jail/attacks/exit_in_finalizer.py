# Leaves from a finalizer: nobody listens.
# end: ok
# says: main goes on
import sys


class Leaver:
    def __del__(self):
        sys.exit(5)


Leaver()
print("main goes on")
