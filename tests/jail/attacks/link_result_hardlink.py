# A result that is a second name of another file.
# end: ok
# files:
import os

from attempt import fails

fails("link", os.link, "/etc/passwd", "passwd.txt")
open("one.txt", "w").write("one")
os.link("one.txt", "two.txt")
