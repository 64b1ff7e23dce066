# Multipath TCP, UDP-Lite, and urgent data on a Unix socket: kernel code that no program here needs.
# end: ok
# says: checked
# never: ALLOWED
import socket

MPTCP, UDP_LITE = 262, 136
for family in (socket.AF_INET, socket.AF_INET6):
    for kind, protocol in ((socket.SOCK_STREAM, MPTCP), (socket.SOCK_DGRAM, UDP_LITE)):
        try:
            socket.socket(family, kind, protocol)
            print("ALLOWED", family, protocol)
        except OSError:
            pass
ours, theirs = socket.socketpair()
for send in (lambda: ours.send(b"x", socket.MSG_OOB), lambda: ours.sendmsg([b"x"], [], socket.MSG_OOB)):
    try:
        send()
        print("ALLOWED", send)
    except OSError:
        pass
ours.sendall(b"still works")
print("checked", theirs.recv(20))
