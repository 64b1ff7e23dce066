# Takes __main__ apart.
# end: ok
# says: poisoned
import sys

print("poisoned")
main = sys.modules["__main__"]
sys.modules["__main__"] = 42
main.__dict__.clear()
