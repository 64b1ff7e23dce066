# verdict: fix-first
# lines: 13, 9
# cause: communicate|full|pipe
import subprocess
import sys

proc = subprocess.Popen(
    [sys.executable, "-c", "for i in range(40000): print('line', i)"],
    stdout=subprocess.PIPE,
    stderr=subprocess.STDOUT,
    text=True)
print("waiting for the command...")
proc.wait()
for line in proc.stdout:
    if line.strip().endswith("000"):
        print(line, end="")
