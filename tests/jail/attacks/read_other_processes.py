# No process but the run's own is to be seen.
# end: ok
# says: [2]
import os

print(sorted(int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != 1))
