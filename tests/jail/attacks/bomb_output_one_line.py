# One line of 16 MiB.
# end: output
import sys

sys.stdout.write("y" * (16 << 20))
sys.stdout.flush()
