# A regular expression that backtracks for ever, holding the interpreter lock.
# end: timeout
# limits: wallMs=1500
import re

re.match(r"(a+)+$", "a" * 50 + "b")
