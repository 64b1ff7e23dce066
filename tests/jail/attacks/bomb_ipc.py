# System V queues that outlive their maker.
# end: ok
# says: made
import ctypes

libc = ctypes.CDLL(None)
made = [libc.msgget(0x7F00 + n, 0o1666) for n in range(64)]
made += [libc.shmget(0x7F00 + n, 4096, 0o1666) for n in range(64)]
print("made", len(made))
