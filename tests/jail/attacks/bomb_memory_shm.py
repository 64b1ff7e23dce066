# Fills /dev/shm, which counts as memory.
# end: memory | error 1
from multiprocessing import shared_memory

kept = []
while True:
    piece = shared_memory.SharedMemory(create=True, size=32 << 20)
    piece.buf[:] = b"x" * (32 << 20)
    kept.append(piece)
