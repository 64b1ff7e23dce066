# New namespaces of every kind.
# end: ok
# says: unshare refused
import os

from attempt import refused

for flag in (0x80, 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000, 0x7E020000):
    refused("unshare", flag)
    refused("clone", flag | 17, 0, 0, 0, 0)
for kind in ("user", "mnt", "net", "pid", "ipc", "uts", "cgroup"):
    fd = os.open(f"/proc/self/ns/{kind}", os.O_RDONLY)
    refused("setns", fd, 0)
