# Names are answered by the practice web; none of them is real.
# end: ok
# says: 198.18.0.1
# never: ALLOWED
import socket

for name in ("metadata.google.internal", "example.com", "host.docker.internal"):
    print(socket.gethostbyname(name) if socket.gethostbyname(name) == "198.18.0.1" else "ALLOWED")
