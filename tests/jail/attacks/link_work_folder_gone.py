# Removes the work folder's content and its own program while it runs.
# end: ok
# files:
import os

os.remove("main.py")
os.chmod("/work", 0)
