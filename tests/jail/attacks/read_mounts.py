# The list of mounts tells no path of the host, and none may be written.
# end: ok
# says: read-only everywhere
# never: ALLOWED
import os

from host import FOLDERS

written = []
for line in open("/proc/self/mountinfo"):
    fields = line.split()
    shared, place = fields[3], fields[4]
    # A folder of the host that is mounted lies at its own path in here.
    if shared not in (place, "/") and not place.startswith("/dev/"):
        print("ALLOWED", shared, place)
    try:
        with open(os.path.join(place, "planted"), "w"):
            written.append(place)
    except OSError:
        pass
for table in ("mountinfo", "mounts", "mountstats", "maps"):
    text = open(f"/proc/self/{table}").read()
    for folder in FOLDERS:
        if folder in text:
            print("ALLOWED", table, folder)
print("read-only everywhere" if set(written) <= {"/work", "/tmp", "/dev/shm"} else f"ALLOWED {written}")
