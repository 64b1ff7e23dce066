# The table of modules is something else altogether.
# end: ok | error 1
# says: poisoned
import sys

print("poisoned", flush=True)
sys.modules = None
sys.meta_path = sys.path_hooks = sys.path = None
