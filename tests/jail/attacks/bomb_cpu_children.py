# Burns more CPU than it may, on all cores.
# end: timeout
# limits: cpuMs=800 wallMs=6000
import os

for _ in range(3):
    if os.fork() == 0:
        while True:
            pass
while True:
    pass
