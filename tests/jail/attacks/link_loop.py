# Links in a circle.
# end: ok
# files:
import os

os.symlink("b", "a")
os.symlink("a", "b")
os.symlink(".", "here")
os.mkdir("deep")
os.symlink("..", "deep/up")
