# Nothing of Overlap's environment is here, nor of the container's start.
# end: ok
# never: overlap-test-secret
# says: PATH
import os

print(sorted(os.environ))
print(open("/proc/self/environ", "rb").read())
