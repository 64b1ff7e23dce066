# Kills all it can, and then its own group.
# end: signal SIGKILL
import os
import signal

try:
    os.kill(-1, signal.SIGKILL)
except ProcessLookupError:
    pass
os.kill(0, signal.SIGKILL)
