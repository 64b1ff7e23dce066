# Empties the table of modules.
# end: ok | error 1
# says: poisoned
import sys

print("poisoned", flush=True)
sys.modules.clear()
