import sys

sys.stdout.buffer.write(b"bytes \xff\n")
print("text")
