# verdict: fix-first
# lines: 15, 17
# cause: await|asyncio\.Lock
import asyncio
import threading


class Account:
    def __init__(self):
        self.balance = 100
        self._lock = threading.Lock()

    async def withdraw(self, amount):
        # protect the balance
        with self._lock:
            if self.balance >= amount:
                await asyncio.sleep(0.2)     # talk to the bank
                self.balance -= amount
                return True
            return False


async def main():
    acc = Account()
    print(await asyncio.gather(acc.withdraw(80), acc.withdraw(80)))
    print(acc.balance)

asyncio.run(main())
