# Kills, stops and confuses process 1 and everybody.
# end: ok
# says: tried
import os
import signal

for number in range(1, 65):
    try:
        os.kill(1, number)
        print("ALLOWED", number)
    except OSError:
        pass
print("tried", flush=True)
