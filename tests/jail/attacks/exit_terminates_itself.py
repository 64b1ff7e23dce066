# Ends by SIGTERM.
# end: signal SIGTERM
import os
import signal

os.kill(os.getpid(), signal.SIGTERM)
