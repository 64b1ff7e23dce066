"""Runs after an attack in the same slot and tells all it can see; it must see what it saw before any attack."""

import asyncio
import builtins
import hashlib
import json
import os
import resource
import signal
import socket
import sys

import ctypes

libc = ctypes.CDLL(None)
asyncio.run(asyncio.sleep(0))
status = dict(line.split(":\t", 1) for line in open("/proc/self/status").read().splitlines() if ":\t" in line)
limits = {name: resource.getrlimit(getattr(resource, name)) for name in dir(resource) if name.startswith("RLIMIT_")}
names = sorted(f"{module}.{name}" for module in ("builtins", "asyncio", "json", "os") for name in dir(sys.modules[module]))
seen = {
    "files": {folder: sorted(os.listdir(folder)) for folder in ("/work", "/tmp", "/dev/shm", "/", "/dev", "/var/tmp")},
    "processes": sorted(int(name) for name in os.listdir("/proc") if name.isdigit()),
    "sockets": [len(open(f"/proc/self/net/{table}").read().splitlines()) for table in ("tcp", "tcp6", "udp", "udp6", "unix")],
    "queues": [libc.msgget(0x7F00 + n, 0) for n in range(64)] + [libc.shmget(0x7F00 + n, 0, 0) for n in range(64)],
    "environment": sorted(os.environ.items()),
    "limits": limits,
    "ids": (os.getresuid(), os.getresgid(), os.getgroups()),
    "signals": {key: status[key] for key in ("SigBlk", "SigIgn", "SigCgt", "SigPnd")},
    "descriptors": sorted(int(fd) for fd in os.listdir("/proc/self/fd"))[:3],
    "umask": os.umask(0o22),
    "folder": os.getcwd(),
    "priority": os.nice(0),
    "host": socket.gethostname(),
    "names": hashlib.sha256(" ".join(names).encode()).hexdigest(),
    "path": sys.path,
    "recursion": sys.getrecursionlimit(),
    "handlers": [str(signal.getsignal(number)) for number in (signal.SIGINT, signal.SIGALRM, signal.SIGTERM)],
    "print": str(builtins.print),
    "mounts": len(open("/proc/self/mountinfo").readlines()),
}
print(json.dumps(seen, sort_keys=True))
