# Hooks that the jail's own calls go through.
# end: error 1
# says: ZeroDivisionError
import sys

sys.unraisablehook = lambda unraisable: None
1 / 0
