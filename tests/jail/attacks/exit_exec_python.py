# Becomes Python once more, a hundred times.
# end: error 42
import os
import sys

left = int(os.environ.get("LEFT", "10"))
if left == 0:
    sys.exit(42)
os.environ["LEFT"] = str(left - 1)
os.execv(sys.executable, [sys.executable, "-S", "main.py"])
