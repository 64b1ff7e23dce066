# verdict: threads, async
import urllib.request

urls = ['http://httpbin.org/delay/0.4?%d' % i for i in range(6)]
results = []
for url in urls:
    results.append(urllib.request.urlopen(url).read())
print([len(r) for r in results])
