# verdict: threads, async
# lines: 13, 14, 22, 23
# cause: one after (the other|another)|independent|overlap|concurrent|wait
import socket
import time

class Checker:
    def __init__(self, hosts): self.hosts = hosts; self.up = []

    def check(self, host, port=80):
        s = socket.socket(); s.settimeout(2)
        try:
            time.sleep(0.2)   # dns is slow at home
            s.connect(("127.0.0.1", port))
            self.up.append(host)
        except OSError: pass
        finally:
            s.close()

    def run(self):
        for h in self.hosts:
            self.check(h)

c = Checker(["nas", "router", "printer", "tv", "pi", "laptop"])
t0 = time.time()
c.run()
print(c.up, time.time() - t0)
