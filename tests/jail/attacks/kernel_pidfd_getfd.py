# Steals the result pipe from process 1 through a pidfd.
# end: ok
# says: refused
import os

from attempt import refused

try:
    fd = os.pidfd_open(1)
except OSError:
    fd = os.pidfd_open(os.getpid())
for target in range(6):
    refused("pidfd_getfd", fd, target, 0)
