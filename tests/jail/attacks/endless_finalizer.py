# Hangs in a finalizer at the very end.
# end: timeout
# limits: wallMs=1000
import time


class Clinger:
    def __del__(self):
        time.sleep(1e6)


kept = Clinger()
