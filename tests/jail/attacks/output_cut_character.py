# A character cut in two by the limit of what is kept.
# end: ok
import os

os.write(1, b"x" + "é".encode() * 100_000)
