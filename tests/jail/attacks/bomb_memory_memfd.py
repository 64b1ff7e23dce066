# Fills anonymous memory files.
# end: memory | error 1
import os

while True:
    fd = os.memfd_create("hoard")
    for _ in range(15):
        os.write(fd, b"x" * (1 << 20))
