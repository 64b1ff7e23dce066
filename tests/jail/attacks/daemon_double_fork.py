# A daemon by the book outlives its maker.
# end: ok
# says: parent is gone
import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for fd in (0, 1, 2):
            os.close(fd)
        open("/tmp/daemon", "w").close()
        time.sleep(60)
        os._exit(0)
    os._exit(0)
os.wait()
print("parent is gone")
