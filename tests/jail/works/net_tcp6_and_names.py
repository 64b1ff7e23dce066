# localhost by name, IPv4 and IPv6.
# end: ok
# says: both
import socket

for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
    server = socket.create_server((address, 0), family=family)
    client = socket.create_connection(("localhost" if family == socket.AF_INET else "::1", server.getsockname()[1]))
    server.accept()[0].send(b"x")
    assert client.recv(1) == b"x"
print("both")
