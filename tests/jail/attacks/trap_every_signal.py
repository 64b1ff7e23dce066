# Ignores every signal there is, and SIGKILL if it could.
# end: timeout
# says: trapped
# limits: wallMs=1000
import signal
import time

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
print("trapped", flush=True)
while True:
    time.sleep(1)
