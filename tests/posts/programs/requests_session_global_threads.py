# is requests.Session thread safe?
import threading
import requests

session = requests.Session()
results = {}

def worker(i):
    r = session.get("https://jsonplaceholder.typicode.com/todos/%d" % i)
    results[i] = r.status_code

threads = []
for i in range(1, 21):
    t = threading.Thread(target=worker, args=(i,))
    t.start()
    threads.append(t)
for t in threads:
    t.join()
print(results)
