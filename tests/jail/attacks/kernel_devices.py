# Makes devices.
# end: ok
# says: refused
import os
import stat

from attempt import fails, refused

fails("memory", os.mknod, "mem", stat.S_IFCHR | 0o666, os.makedev(1, 1))
fails("disk", os.mknod, "disk", stat.S_IFBLK | 0o666, os.makedev(8, 0))
refused("mknodat", -100, b"null", stat.S_IFCHR | 0o666, os.makedev(1, 3))
fails("tmp", os.mknod, "/tmp/zero", stat.S_IFCHR | 0o666, os.makedev(1, 5))
