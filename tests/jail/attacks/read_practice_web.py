# The practice web's process, started by asking it something, keeps to itself.
# end: ok
# says: tried
import os
import urllib.request

from attempt import refused, unreadable

urllib.request.urlopen("http://example.com").read()
own = {os.getpid(), *map(int, os.listdir("/proc/self/task"))}
for pid in range(1, 40):
    if pid not in own:
        unreadable(f"/proc/{pid}/environ")
        unreadable(f"/proc/{pid}/mem")
        if os.path.exists(f"/proc/{pid}"):
            refused("ptrace", 16, pid, 0, 0)
print("tried")
