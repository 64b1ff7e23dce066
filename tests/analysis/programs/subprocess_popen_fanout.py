# verdict: keep
import subprocess

procs = [subprocess.Popen(['sleep', '0.5']) for _ in range(5)]
for p in procs:
    p.wait()
print('all finished')
