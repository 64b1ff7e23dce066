# Fills the buffers of TCP connections, which belong to the kernel.
# end: ok | memory
# never: ALLOWED
import resource
import socket

MOST = 64 << 20
resource.setrlimit(resource.RLIMIT_NOFILE, (512, 512))
server = socket.create_server(("127.0.0.1", 0), backlog=8)
server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
piece = bytes(1 << 20)
kept, held = [], 0
for _ in range(200):
    sender = socket.socket()
    sender.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4 << 20)
    sender.connect(server.getsockname())
    kept += [sender, server.accept()[0]]
    sender.setblocking(False)
    try:
        while held <= MOST:
            held += sender.send(piece)
    except OSError:
        pass
print("ALLOWED" if held > MOST else "checked")
