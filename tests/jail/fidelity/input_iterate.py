# stdin: one\ntwo\nthree
import sys

for line in sys.stdin:
    print(repr(line))
