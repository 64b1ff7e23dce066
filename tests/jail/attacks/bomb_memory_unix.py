# Fills the buffers of local sockets, which belong to the kernel, in a few processes.
# end: ok | memory
# limits: memoryBytes=64000000
# never: ALLOWED
import os
import socket
import time

MOST = 128 << 20
tell, told = os.pipe()
piece = bytes(65536)
for _ in range(4):
    if os.fork() == 0:
        kept, held = [], 0
        for _ in range(240):
            left, right = socket.socketpair()
            kept += [left, right]
            left.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 << 20)
            left.setblocking(False)
            try:
                while held <= MOST // 4:
                    held += left.send(piece)
            except OSError:
                pass
        os.write(told, b"x" if held > MOST // 4 else b"-")
        time.sleep(1)
        os._exit(0)
os.close(told)
said = b"".join(os.read(tell, 1) for _ in range(4))
print("ALLOWED" if said == b"xxxx" else "checked")
