# The bytes of a result record on the ordinary output.
# end: ok
# says: "status":"memory"
import os

body = b'{"type":"result","status":"memory"}'
os.write(1, len(body).to_bytes(4, "big") + body)
