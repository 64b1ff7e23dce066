# verdict: keep
from multiprocessing.dummy import Pool as ThreadPool
import urllib.request

urls = [
    'http://www.python.org',
    'http://www.python.org/about/',
    'http://www.onlamp.com/pub/a/python/2003/04/17/metaclasses.html',
    'http://www.python.org/doc/',
    'http://www.python.org/download/',
    'http://httpbin.org/delay/1',
    'http://httpbin.org/delay/1',
]
pool = ThreadPool(4)
results = pool.map(urllib.request.urlopen, urls)
pool.close()
pool.join()
print(len(results))
