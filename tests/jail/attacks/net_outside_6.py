# The same over IPv6.
# end: ok
# says: refused
import socket

from attempt import fails
from host import ADDRESSES, PORT

for address in ("2001:4860:4860::8888", "fd00:ec2::254", *(a for a in ADDRESSES if ":" in a and a != "::1")):
    s = socket.socket(socket.AF_INET6)
    s.settimeout(1)
    fails(address, s.connect, (address, PORT))
