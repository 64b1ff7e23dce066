# Traces processes, its own child too.
# end: ok
# says: ptrace refused
import os
import time

from attempt import refused

child = os.fork()
if child == 0:
    time.sleep(5)
    os._exit(0)
for pid in (1, child):
    refused("ptrace", 16, pid, 0, 0)
    refused("ptrace", 0x4206, pid, 0, 0)
    refused("process_vm_readv", pid, 0, 0, 0, 0, 0)
    refused("process_vm_writev", pid, 0, 0, 0, 0, 0)
    refused("kcmp", pid, os.getpid(), 0, 0, 0)
refused("ptrace", 0, 0, 0, 0)
