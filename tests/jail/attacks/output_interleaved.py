# A hundred thousand tiny writes, by turns to both streams.
# end: ok | timeout
# limits: wallMs=4000
import os

for _ in range(20_000):
    os.write(1, b"o")
    os.write(2, b"e")
