# Every module that the jail could want to import late is a trap.
# end: ok
# says: untouched
import sys

print("untouched")
# file: traceback.py
print("TRAP traceback")
# file: linecache.py
print("TRAP linecache")
# file: encodings.py
print("TRAP encodings")
# file: signal.py
print("TRAP signal")
# file: base64.py
print("TRAP base64")
# file: practiceweb.py
print("TRAP practiceweb")
