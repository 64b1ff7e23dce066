# Makes leaving impossible.
# end: ok | error 1 | timeout
# limits: wallMs=1500
import atexit
import gc
import os
import sys
import threading

os._exit = lambda code: print("not leaving")
sys.exit = os._exit
threading._shutdown = atexit._run_exitfuncs = gc.collect = None
