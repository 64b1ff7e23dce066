# The classic shell fork bomb.
# end: ok | error | timeout | signal
# limits: wallMs=1500
import subprocess

subprocess.run(["sh", "-c", ":() { : | : & }; while true; do :; done"])
