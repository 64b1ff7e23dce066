# Blocks every signal in every thread and burns the CPU.
# end: timeout
# limits: wallMs=1000
import signal

signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
while True:
    pass
