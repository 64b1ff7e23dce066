# verdict: fix-first
# lines: 15, 10, 11
# cause: communicate|full|pipe
import subprocess, sys

SCRIPT = "import sys; sys.stderr.write('w' * 200000); print('ok')"

def run_tool(args, limit=3):
    """run a tool, give up after limit seconds"""
    p = subprocess.Popen(args, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE)
    # it always times out although the tool
    # takes 20 ms in my terminal
    try:
        code = p.wait(timeout=limit)
    except subprocess.TimeoutExpired:
        p.kill()
        return None
    return code, p.stdout.read()

print(run_tool([sys.executable, "-c", SCRIPT]))
