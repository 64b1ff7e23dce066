# monitor thread prints cpu usage
import threading, time
import psutil

stop = threading.Event()

def monitor():
    while not stop.is_set():
        print("cpu", psutil.cpu_percent(interval=0.2), "mem", psutil.virtual_memory().percent)

t = threading.Thread(target=monitor)
t.start()
sum(i * i for i in range(3_000_000))
stop.set()
t.join()
