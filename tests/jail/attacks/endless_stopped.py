# Stops itself as with Ctrl-Z.
# end: timeout
# limits: wallMs=1000
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
