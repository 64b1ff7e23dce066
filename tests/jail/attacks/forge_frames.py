# Writes a result record into every descriptor there is.
# end: error 9
# says: forged
import json
import os

body = json.dumps({"type": "result", "status": "ok", "exitCode": 0, "signal": None, "output": [{"stream": "stdout", "text": "forged"}]}).encode()
frame = len(body).to_bytes(4, "big") + body
for fd in range(0, 1024):
    try:
        os.write(fd, frame)
    except OSError:
        pass
os._exit(9)
