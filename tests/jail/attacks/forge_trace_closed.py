# The tracer's memory file is closed, and the modules that it uses are broken.
# end: error 7
# says: done
import json
import os
import sys

os.closerange(3, 1024)
json.dumps = None
print("done")
sys.exit(7)
