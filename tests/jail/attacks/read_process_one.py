# Everything of process 1, which knows the job and holds the result pipe.
# end: ok
# says: tried
from attempt import unreadable

for name in ("environ", "mem", "maps", "stack", "syscall", "auxv", "cwd/main.py", "root/etc/passwd", "fd/0", "fd/1", "fd/3", "io"):
    unreadable(f"/proc/1/{name}")
print("tried")
