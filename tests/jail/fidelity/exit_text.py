import sys

sys.exit("to the error stream")
