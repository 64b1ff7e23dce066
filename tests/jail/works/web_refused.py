# Nobody listens at this port.
# end: ok
# says: ConnectionRefusedError
import socket

try:
    socket.create_connection(("example.com", 8080), 1)
except OSError as error:
    print(type(error).__name__)
