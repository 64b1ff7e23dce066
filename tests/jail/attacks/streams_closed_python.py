# Closes the Python streams and ends by itself.
# end: ok
import sys

sys.stdout.close()
sys.stderr.close()
