# Computes in processes that end before anybody looks at them, some of them orphans.
# end: timeout
# limits: cpuMs=800 wallMs=60000
# never: ALLOWED
import os
import time

BURST_S = 0.004
burnt = 0.0
while burnt < 2.4:
    child = os.fork()
    if child == 0:
        if int(burnt / BURST_S) % 2 and os.fork() != 0:
            os._exit(0)
        end = time.process_time() + BURST_S
        while time.process_time() < end:
            pass
        os._exit(0)
    os.waitpid(child, 0)
    burnt += BURST_S
print("ALLOWED")
