# Leaves from a thread: only the thread ends.
# end: ok
# says: main goes on
import sys
import threading

thread = threading.Thread(target=sys.exit, args=(5,))
thread.start()
thread.join()
print("main goes on")
