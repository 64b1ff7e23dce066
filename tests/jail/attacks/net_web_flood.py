# Five hundred connections held open to the practice web, and nonsense in each.
# end: ok
# says: still here
import socket

kept = []
for _ in range(400):
    s = socket.socket()
    s.settimeout(0.2)
    try:
        s.connect(("198.18.0.1", 80))
        s.send(b"\xff\x00GET " + b"A" * 5000)
    except OSError:
        pass
    kept.append(s)
print("still here")
