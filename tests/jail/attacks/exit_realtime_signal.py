# Ends by a signal without a name.
# end: signal 40
import os

os.kill(os.getpid(), 40)
