# Fills the buffers of UDP sockets, which belong to the kernel.
# end: ok | memory
# never: ALLOWED
import socket

MOST = 64 << 20
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
piece = bytes(60_000)
kept = []
for _ in range(100):
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    receiver.bind(("127.0.0.1", 0))
    receiver.setblocking(False)
    kept.append(receiver)
    for _ in range(80):
        sender.sendto(piece, receiver.getsockname())
held = 0
for receiver in kept:
    try:
        while True:
            held += len(receiver.recv(65536))
    except BlockingIOError:
        pass
print("ALLOWED" if held > MOST else "checked", held)
