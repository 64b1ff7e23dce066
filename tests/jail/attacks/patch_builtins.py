# Patches everything that could be called after the program.
# end: ok
# says: patched
import builtins
import json
import os
import sys
import time

print("patched")


def nothing(*_, **__):
    return None


json.dumps = json.loads = nothing
time.perf_counter_ns = nothing
os.write = nothing
sys.stdout.write = nothing if False else sys.stdout.write
for name in ("open", "len", "isinstance", "getattr", "type", "print", "str", "repr", "sum", "sorted", "list"):
    setattr(builtins, name, nothing)
