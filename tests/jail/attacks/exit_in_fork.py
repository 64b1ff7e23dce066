# The child leaves like a program would; the parent's end is what counts.
# end: error 4
# says: child parent
import os
import sys

if os.fork() == 0:
    print("child", end=" ")
    sys.exit(9)
os.wait()
print("parent")
sys.exit(4)
