# verdict: fix-first
import threading

class Account:
    def __init__(self):
        self.lock = threading.Lock()
        self.balance = 0

    def deposit(self, n):
        with self.lock:
            self.balance += n

    def transfer(self, n):
        with self.lock:
            self.deposit(-n)

a = Account()
a.transfer(10)
print(a.balance)
