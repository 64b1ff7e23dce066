# A tracer's record of as much as a file may hold, on one line.
# end: ok | error 1
import os

for fd in range(3, 1024):
    try:
        for _ in range(14):
            os.write(fd, b'{"x":"' + b"y" * (1 << 20))
    except OSError:
        pass
os._exit(0)
