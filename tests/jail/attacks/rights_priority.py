# Takes more of the machine than its share.
# end: ok
# says: refused
import os

from attempt import fails

fails("nice", os.nice, -5)
fails("fifo", os.sched_setscheduler, 0, os.SCHED_FIFO, os.sched_param(10))
fails("priority", os.setpriority, os.PRIO_PROCESS, 0, -10)
