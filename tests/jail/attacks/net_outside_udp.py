# Sends datagrams out.
# end: ok
# says: refused
import socket

from attempt import fails
from host import ADDRESSES, PORT

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
for place in (("8.8.8.8", 53), ("255.255.255.255", 67), ("224.0.0.1", 5353), *((address, PORT) for address in ADDRESSES if "." in address and not address.startswith("127."))):
    fails(str(place), s.sendto, b"hello", place)
