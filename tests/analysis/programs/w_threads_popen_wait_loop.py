# verdict: threads, async
import subprocess
import sys

def run_check(n):
    p = subprocess.Popen([sys.executable, "-c", f"import time; time.sleep(0.3); print({n})"],
                         stdout=subprocess.PIPE, text=True)
    out, _ = p.communicate()
    return out.strip()

results = []
for n in range(4):
    results.append(run_check(n))
print(results)
