# verdict: threads, async, keep
import subprocess
import sys

cmds = [[sys.executable, '-c', 'import time; time.sleep(0.4); print(%d)' % i] for i in range(4)]
for cmd in cmds:
    p = subprocess.Popen(cmd, stdout=subprocess.PIPE)
    out, _ = p.communicate()
    print(out.decode().strip())
