# Its own program replaced by a link.
# end: ok
# files:
import os

os.remove("main.py")
os.symlink("/etc/passwd", "main.py")
