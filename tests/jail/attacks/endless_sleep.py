# Sleeps for ever.
# end: timeout
# limits: wallMs=1000
import time

time.sleep(1e9)
