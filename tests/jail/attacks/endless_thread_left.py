# The main thread ends; one that is no daemon does not.
# end: timeout
# says: main is done
# limits: wallMs=1000
import threading

threading.Thread(target=threading.Event().wait).start()
print("main is done")
