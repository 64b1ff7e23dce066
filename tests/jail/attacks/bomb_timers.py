# A storm of timers and signals.
# end: timeout
# limits: wallMs=1500
import signal

signal.signal(signal.SIGALRM, lambda *_: None)
signal.setitimer(signal.ITIMER_REAL, 0.00001, 0.00001)
while True:
    signal.pause()
