# verdict: fix-first
import threading
import time

a, b = threading.Lock(), threading.Lock()

def one():
    with a:
        time.sleep(0.1)
        with b:
            print("one")

def two():
    with b:
        time.sleep(0.1)
        with a:
            print("two")

t1, t2 = threading.Thread(target=one), threading.Thread(target=two)
t1.start(); t2.start()
t1.join(timeout=1); t2.join(timeout=1)
print("alive:", t1.is_alive(), t2.is_alive())
import os; os._exit(1)
