# Puts something else where the work folder is.
# end: ok
# says: refused
# files:
import os

from attempt import fails

fails("rename", os.rename, "/work", "/work2")
fails("rmdir", os.rmdir, "/work")
