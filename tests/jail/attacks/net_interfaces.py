# Only a loopback; more cannot be made.
# end: ok
# says: interfaces [(1, 'lo')]
import fcntl
import socket
import struct

from attempt import fails

print("interfaces", socket.if_nameindex())
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
fails("down", fcntl.ioctl, s, 0x8914, struct.pack("16sH14x", b"lo", 0))
fails("tun", open, "/dev/net/tun", "r+b")
fails("route", fcntl.ioctl, s, 0x890B, bytes(120))
