# Wants a core file.
# end: signal SIGQUIT
# files:
import os
import resource
import signal

print(resource.getrlimit(resource.RLIMIT_CORE))
os.kill(os.getpid(), signal.SIGQUIT)
