# Takes the resolver's and the web's place.
# end: ok
# says: refused
import socket

from attempt import fails

udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
fails("dns", udp.bind, ("127.0.0.1", 53))
fails("http", socket.socket().bind, ("198.18.0.1", 80))
fails("https", socket.socket().bind, ("198.18.0.1", 443))
