# verdict: fix-first
import threading
import time

class FakeDatabase:
    def __init__(self):
        self.value = 0

    def update(self, name):
        print('Thread', name, 'starting update')
        local_copy = self.value
        local_copy += 1
        time.sleep(0.1)
        self.value = local_copy
        print('Thread', name, 'finishing update')

if __name__ == '__main__':
    from concurrent.futures import ThreadPoolExecutor
    database = FakeDatabase()
    with ThreadPoolExecutor(max_workers=2) as executor:
        for index in range(2):
            executor.submit(database.update, index)
    print('Ending value', database.value)
