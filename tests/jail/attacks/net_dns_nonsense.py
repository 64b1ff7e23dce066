# Malformed questions to the resolver, with its own compression turned on itself.
# end: ok
# says: 198.18.0.1
import os
import socket

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for payload in (b"", b"\0", b"\xff" * 512, b"\0" * 12 + b"\xc0\x0c", b"\0" * 12 + b"\x3f" + b"a" * 10, os.urandom(200)):
    s.sendto(payload, ("127.0.0.1", 53))
print(socket.gethostbyname("example.com"))
