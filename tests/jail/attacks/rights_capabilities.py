# Has no capability and gets none, not by a set-uid file either.
# end: ok
# says: capabilities 0
import os
import subprocess

status = dict(line.split(":\t", 1) for line in open("/proc/self/status").read().splitlines() if ":\t" in line)
print("capabilities", sum(int(status[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")))
print("ALLOWED" if status["NoNewPrivs"].strip() != "1" or status["Seccomp"].strip() != "2" else "bound")
subprocess.run("cp /bin/id /tmp/id; chmod 6755 /tmp/id; /tmp/id -u", shell=True)
