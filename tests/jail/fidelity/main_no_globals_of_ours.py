print(sorted(globals()))
import sys

print([m for m in sys.modules if m in ("run", "kernel", "tracer", "learner", "forkserver", "protocol", "observer")])
