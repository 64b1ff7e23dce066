# Swallows every exception.
# end: timeout
# limits: wallMs=1000
import time

while True:
    try:
        time.sleep(10)
    except BaseException:
        continue
