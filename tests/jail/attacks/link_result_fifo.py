# A result that blocks whoever reads it.
# end: ok
# files: ok.txt
import os
import socket

os.mkfifo("fifo.txt")
s = socket.socket(socket.AF_UNIX)
s.bind("socket.txt")
open("ok.txt", "w").write("ok")
