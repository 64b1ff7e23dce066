# A file that was given and changed comes back, one that was only read does not.
# end: ok
# files: changed.txt
open("changed.txt", "a").write("more")
open("read.txt").read()
# file: changed.txt
first
# file: read.txt
only read
