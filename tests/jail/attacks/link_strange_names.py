# Names with every byte there is, the longest ones and the ones that climb.
# end: ok
# files: *
import os

for name in (b"\xff\xfe.bin", b"a\nb.txt", b"-rf", b"x" * 255, b"..hidden", "‮fdp.exe".encode(), b"\x1b[31m.txt"):
    with open(b"/work/" + name, "wb") as file:
        file.write(b"x")
