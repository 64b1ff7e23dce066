# Keyrings are shared by user id, not by namespace.
# end: ok
# says: keyctl refused
from attempt import refused

refused("keyctl", 0, -3, 1)
refused("keyctl", 1, 0)
refused("add_key", b"user", b"overlap", b"x", 1, -3)
refused("request_key", b"user", b"overlap", 0, -3)
