import threading, time

cond = threading.Condition()
message = None

def sender():
    global message
    with cond:
        message = "hello"
        cond.notify()

def receiver():
    time.sleep(0.5)     # busy with something
    with cond:
        cond.wait()
        print("got", message)

r = threading.Thread(target=receiver)
s = threading.Thread(target=sender)
r.start(); s.start()
s.join(); r.join()

# expert: notify came before anybody waited and is lost: check the condition first (while message is None / wait_for)
# verdict: fix-first
# lines: 15
# cause: notif
