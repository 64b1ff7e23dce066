# What faulthandler would say, said by the program, with lines that do not exist.
# end: timeout
# limits: wallMs=1000
import os
import time

said = b'\nThread 0x1 (most recent call first):\n  File "/work/main.py", line 99999999999999999999 in \xff\x00<@everyone>\n' * 1000
for fd in range(3, 1024):
    try:
        os.write(fd, said)
    except OSError:
        pass
time.sleep(60)
