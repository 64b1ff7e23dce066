# The jail's own program may be read, it is no secret, but not be changed.
# end: ok
# says: refused
from attempt import fails

for path in ("/overlap/forkserver.py", "/overlap/run.py", "/usr/bin/python3", "/etc/passwd", "/etc/hosts", "/usr/lib/python3.11/os.py"):
    fails(path, open, path, "r+")
