# Sixty-four threads at once.
# end: ok
# says: 64 together
import threading

together = threading.Barrier(64)
passed = []


def work():
    together.wait(5)
    passed.append(1)


threads = [threading.Thread(target=work) for _ in range(64)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(passed), "together")
