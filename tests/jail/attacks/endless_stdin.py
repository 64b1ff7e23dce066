# Waits for a pipe that nobody writes to.
# end: timeout
# limits: wallMs=1000
import os

reading, writing = os.pipe()
os.read(reading, 1)
