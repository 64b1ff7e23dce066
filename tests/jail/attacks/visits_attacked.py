# Looks for its visitors among the processes, and tries to kill them and everything else.
# visit: raw GET /
# end: served | signal
# never: FOUND
import os
import signal
import socket

server = socket.create_server(("127.0.0.1", 8000), backlog=64)
while True:
    client, _ = server.accept()
    for pid in range(1, 2000):
        if pid == os.getpid():
            continue
        try:
            os.kill(pid, signal.SIGKILL)
            print("FOUND", pid)
        except OSError:
            pass
    others = [name for name in os.listdir("/proc") if name.isdigit() and int(name) != os.getpid()]
    if others:
        print("FOUND", others)
    client.sendall(b"hello\n")
    client.close()
