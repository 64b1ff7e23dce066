# Folders in folders in folders.
# end: error 1
import os

for _ in range(10_000):
    os.mkdir("d" * 200)
    os.chdir("d" * 200)
