# The maker of a process pool is killed; its workers are orphans.
# end: signal SIGKILL
# says: working
import os
import signal
from concurrent.futures import ProcessPoolExecutor

if __name__ == "__main__":
    pool = ProcessPoolExecutor(4)
    print(pool.submit(str, "working").result(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
