# Talks to the world, the host, the cloud's metadata and the process that started it.
# end: ok
# says: refused
import socket

from attempt import fails
from host import ADDRESSES, PORT

places = [("8.8.8.8", 53), ("1.1.1.1", 443), ("169.254.169.254", 80), ("127.0.0.1", PORT), ("10.0.0.1", 22), ("192.168.0.1", 80), ("172.17.0.1", 80), *((address, PORT) for address in ADDRESSES if "." in address)]
for place in places:
    fails(str(place), socket.create_connection, place, 1)
