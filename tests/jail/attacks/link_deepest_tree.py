# Folders nested fifteen hundred deep, far beyond what a path can name.
# end: ok
# says: made 1500
import os

for depth in range(1500):
    os.mkdir("d")
    os.chdir("d")
open("bottom.txt", "w").close()
print("made", depth + 1)
