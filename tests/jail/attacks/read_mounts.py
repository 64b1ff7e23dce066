# The list of mounts tells no path of the host that matters, and none may be written.
# end: ok
# says: read-only everywhere
import os

written = []
for line in open("/proc/self/mountinfo"):
    place = line.split()[4]
    try:
        with open(os.path.join(place, "planted"), "w"):
            written.append(place)
    except OSError:
        pass
print("read-only everywhere" if set(written) <= {"/work", "/tmp", "/dev/shm"} else f"ALLOWED {written}")
