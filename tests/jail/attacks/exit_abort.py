# Aborts.
# end: signal SIGABRT
import os

os.abort()
