# Looks for the host's files.
# end: ok
# says: looked
from attempt import unreadable
from host import FOLDERS, SECRET_FILE

for path in (SECRET_FILE, "/etc/shadow", "/etc/hostname", "/root/.bashrc", "/var/log/dpkg.log", "/proc/kcore", "/proc/kmsg", "/dev/mem", "/dev/sda", "/dev/kmsg"):
    unreadable(path)
import os

for folder in (*FOLDERS, "/home", "/root", "/run", "/var/log", "/sys/kernel", "/sys/fs/cgroup"):
    try:
        found = os.listdir(folder)
    except OSError:
        found = []
    print(folder, f"ALLOWED {found}" if found else "hidden")
print("looked")
