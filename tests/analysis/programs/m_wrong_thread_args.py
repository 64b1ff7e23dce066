# verdict: fix-first
import threading

def greet(name):
    print('hi', name)

t = threading.Thread(target=greet, args=('Bob'))
t.start()
t.join()
