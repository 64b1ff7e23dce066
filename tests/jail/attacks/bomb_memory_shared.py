# Hoards memory in shared mappings.
# end: memory
import mmap

kept = []
while True:
    piece = mmap.mmap(-1, 16 << 20)
    piece.write(b"x" * (16 << 20))
    kept.append(piece)
