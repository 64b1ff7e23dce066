# live plot with plt.pause while a thread produces data
import threading, time, random
import matplotlib.pyplot as plt

data = []

def producer():
    for _ in range(10):
        data.append(random.random())
        time.sleep(0.1)

t = threading.Thread(target=producer)
t.start()
plt.ion()
fig, ax = plt.subplots()
while t.is_alive():
    ax.clear()
    ax.plot(data)
    plt.pause(0.2)
plt.ioff()
plt.show()
