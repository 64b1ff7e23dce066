# verdict: keep, sequential
import threading
import time

def background():
    while True:
        print('working in background')
        time.sleep(0.3)

t = threading.Thread(target=background, daemon=True)
t.start()
time.sleep(1)
print('main done')
