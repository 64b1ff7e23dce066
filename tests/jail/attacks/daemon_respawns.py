# Each generation makes the next and ends at once: never there to be killed.
# end: ok
import os

if os.fork() == 0:
    os.setsid()
    while True:
        if os.fork() != 0:
            os._exit(0)
