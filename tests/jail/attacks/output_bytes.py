# Every byte there is.
# end: ok
# says: done
import os

os.write(1, bytes(range(256)) * 4)
os.write(2, b"\xff\xfe\x00\x00\xed\xa0\x80\xf8\x88\x80\x80\x80")
os.write(1, b"done")
