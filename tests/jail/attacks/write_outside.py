# Writes anywhere but in its own folders.
# end: ok
# says: refused
import os

from attempt import fails

for folder in ("/", "/etc", "/usr", "/usr/bin", "/overlap", "/dev", "/run", "/var/tmp", "/proc", "/sys/fs/cgroup", "/etc/ssl/certs"):
    fails(folder, open, os.path.join(folder, "planted"), "w")
fails("remount by rename", os.rename, "/etc", "/etc2")
fails("unlink", os.unlink, "/etc/ssl/certs/ca-certificates.crt")
fails("chmod", os.chmod, "/tmp/..", 0o777)
