# main.py with modules and data beside it.
# end: ok
# says: 3 some text
# files:
from package.part import add
from pathlib import Path

print(add(1, 2), Path("data.txt").read_text().strip())
# file: package/part.py
def add(a, b):
    return a + b
# file: data.txt
some text
