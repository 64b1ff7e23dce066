# Closes every descriptor, whoever made it.
# end: ok
import os

os.closerange(0, 4096)
os._exit(0)
