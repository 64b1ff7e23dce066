# A fork bomb in every process it makes.
# end: timeout
# limits: wallMs=1500 tasks=64
import os

while True:
    try:
        os.fork()
    except OSError:
        pass
