# Twenty writers at once.
# end: output
import os

for _ in range(20):
    if os.fork() == 0:
        while True:
            os.write(1, b"z" * 65536)
while True:
    os.wait()
