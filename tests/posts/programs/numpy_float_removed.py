# code from a tutorial
# here: lacks
# says: was removed in numpy 1.24
import numpy as np
import threading

data = np.zeros(10, dtype=np.float)

def add(i):
    data[i] += i

for i in range(10):
    threading.Thread(target=add, args=(i,)).start()
print(data)
