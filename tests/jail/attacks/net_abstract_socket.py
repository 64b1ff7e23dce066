# A unix socket without a file, which belongs to a network and not to a file system.
# end: ok
# says: refused
import socket

from attempt import fails
from host import ABSTRACT

s = socket.socket(socket.AF_UNIX)
fails("abstract", s.connect, "\0" + ABSTRACT)
for path in ("/run/dbus/system_bus_socket", "/var/run/docker.sock", "/run/systemd/notify", "/dev/log"):
    fails(path, s.connect, path)
