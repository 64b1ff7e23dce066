# No file may hold a byte any more, and trying to write one is deadly: the tracer's last record kills nobody.
# end: ok
# says: done
import resource
import signal

signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
print("done")
