# verdict: fix-first
# lines: 18
# cause: never (read|consumed|iterated)|nobody reads|lost|iterat|list\(
from concurrent.futures import ThreadPoolExecutor
import urllib.request, time

URLS = ['http://10.255.0.1:81/a', 'http://nope.invalid/', 'ftp://nope.invalid/x',
        'not a url', 'also not a url']

def get(url):
    time.sleep(0.1)
    if not url.startswith('http'):
        raise ValueError('bad url %r' % url)
    return len(url)

t0 = time.perf_counter()
with ThreadPoolExecutor(8) as ex:
    results = ex.map(get, URLS)
print(results)
print('took', time.perf_counter() - t0)
