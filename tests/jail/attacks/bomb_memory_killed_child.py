# The child is killed for its memory while the parent waits and says all is well.
# end: memory
import os

if os.fork() == 0:
    hoard = []
    while True:
        hoard.append(bytearray(4_000_000))
os.wait()
print("all is well")
