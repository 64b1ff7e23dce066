# Brings a program of its own and runs it, with the filter still on.
# end: ok
# says: refused
import os
import subprocess

with open("/tmp/own", "w") as file:
    file.write("#!/bin/sh\nunshare -r true 2>/dev/null && echo ALLOWED || echo refused\nmount -t tmpfs x /tmp 2>/dev/null && echo ALLOWED\nexit 0\n")
os.chmod("/tmp/own", 0o755)
subprocess.run(["/tmp/own"], check=True)
