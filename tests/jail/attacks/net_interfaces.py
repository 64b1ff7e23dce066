# Only a loopback; more cannot be made.
# end: ok
# says: interfaces ['lo']
import fcntl
import socket
import struct

from attempt import fails

print("interfaces", [line.split(":")[0].strip() for line in open("/proc/self/net/dev").readlines()[2:]])
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
fails("down", fcntl.ioctl, s, 0x8914, struct.pack("16sH14x", b"lo", 0))
fails("tun", open, "/dev/net/tun", "r+b")
fails("route", fcntl.ioctl, s, 0x890B, bytes(120))
