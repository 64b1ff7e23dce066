# Netlink, packet, raw, vsock, bluetooth, can, alg, xdp and every other family.
# end: ok
# says: checked
import socket

open_families = []
for family in range(0, 64):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
        try:
            socket.socket(family, kind, 0).close()
            open_families.append(family)
        except OSError:
            pass
print("checked" if set(open_families) <= {1, 2, 10} else f"ALLOWED {open_families}")
