# What /proc says of the machine beside processes.
# end: ok
# says: tried
import os

from attempt import unreadable

for name in ("kallsyms", "config.gz", "modules", "sysrq-trigger", "keys", "timer_list", "sched_debug", "kpagecount", "vmallocinfo", "mounts/../1/mounts"):
    unreadable(f"/proc/{name}")
for name in ("kernel/core_pattern", "kernel/hostname", "vm/drop_caches"):
    try:
        with open(f"/proc/sys/{name}", "w") as file:
            file.write("x")
        print(name, "ALLOWED")
    except OSError:
        pass
print("tried", os.listdir("/proc") and "")
