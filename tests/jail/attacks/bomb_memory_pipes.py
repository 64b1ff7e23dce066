# Fills the buffers of pipes and sockets.
# end: memory | error 1
import os
import socket

kept = []
while True:
    try:
        pair = socket.socketpair()
    except OSError as error:
        raise SystemExit(1) from error
    kept.append(pair)
    pair[0].setblocking(False)
    try:
        while True:
            pair[0].send(b"x" * 65536)
    except BlockingIOError:
        pass
