# The tracer's memory file is full and can't take its last record: the exit code is the program's own all the same.
# end: error 7
# says: done
import os

for fd in range(3, 1024):
    try:
        while True:
            os.write(fd, b"x" * (1 << 20))
    except OSError:
        pass
print("done")
raise SystemExit(7)
