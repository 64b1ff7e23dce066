# Every thread and process wears the tracer's name, so as not to be counted.
# end: timeout
# limits: cpuMs=700 wallMs=6000
import ctypes
import threading

libc = ctypes.CDLL(None)


def burn():
    libc.prctl(15, b"overlap-tracer", 0, 0, 0)
    while True:
        pass


for _ in range(3):
    threading.Thread(target=burn).start()
burn()
