# An exception hook that never ends.
# end: timeout
# limits: wallMs=1000
import sys


def hook(*_):
    while True:
        pass


sys.excepthook = hook
1 / 0
