# verdict: threads, processes
import zlib
import os

blobs = [os.urandom(900_000) * 8 for _ in range(6)]
sizes = []
for b in blobs:
    sizes.append(len(zlib.compress(b, 9)))
print(sizes)
