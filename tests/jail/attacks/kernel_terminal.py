# Pushes characters into a terminal of somebody else's.
# end: ok
# says: refused
import fcntl
import os
import termios

from attempt import fails

for path in ("/dev/tty", "/dev/console", "/dev/tty0", "/dev/ptmx", "/dev/pts/0"):
    try:
        fd = os.open(path, os.O_RDWR | os.O_NOCTTY)
    except OSError:
        print(path, "refused")
        continue
    if path != "/dev/ptmx":
        fails(path, fcntl.ioctl, fd, termios.TIOCSTI, b"x")
