# psutil tells of the run's own processes, and of the sandbox as the machine
# end: ok
# says: its own process is alive
# says: half of a second was spent computing
# says: memory of 256 MiB
# never: Traceback
import time

import psutil

if psutil.Process().is_running() and psutil.Process().memory_info().rss > 1_000_000:
    print("its own process is alive")
before = psutil.cpu_times().user
end = time.process_time() + 0.5
while time.process_time() < end:
    pass
if 0.3 < psutil.cpu_times().user - before < 0.9:
    print("half of a second was spent computing")
print("memory of", psutil.virtual_memory().total // 1024**2, "MiB")
psutil.cpu_percent(interval=0.1)
psutil.net_io_counters()
