# A result that is a link to a file of the jail or the host.
# end: ok
# files: mine.txt
import os

os.symlink("/etc/passwd", "passwd.txt")
os.symlink("/proc/1/environ", "environ.txt")
os.symlink("/", "root")
os.symlink("/overlap", "folder")
open("mine.txt", "w").write("mine")
