# Listens on hundreds of ports and connects to itself, so that its sockets fill the kernel's tables.
# visit: http GET /
# end: timeout | error | served
# limits: wallMs=4000
import socket
import time

servers = [socket.create_server(("127.0.0.1", 2000 + n)) for n in range(150)]
clients = [socket.create_connection(("127.0.0.1", 2000 + n)) for n in range(150)]
time.sleep(30)
