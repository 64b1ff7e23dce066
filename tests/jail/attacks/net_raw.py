# Raw sockets of the families that are allowed.
# end: ok
# says: refused
import socket

from attempt import fails

for family in (socket.AF_INET, socket.AF_INET6):
    for protocol in (0, 1, 6, 17, 255):
        fails(f"raw {family} {protocol}", socket.socket, family, socket.SOCK_RAW, protocol)
for option in (36, 19):  # SO_MARK, IP_TRANSPARENT
    s = socket.socket()
    fails(f"option {option}", s.setsockopt, socket.SOL_SOCKET if option == 36 else socket.IPPROTO_IP, option, 1)
fails("device", socket.socket().setsockopt, socket.SOL_SOCKET, 25, b"eth0\0")
