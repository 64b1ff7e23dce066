# A name that does not exist.
# end: ok
# says: gaierror
import socket

try:
    socket.gethostbyname("x.invalid")
except socket.gaierror as error:
    print(type(error).__name__)
