# verdict: keep
import threading
import urllib.request

class Downloader(threading.Thread):
    def __init__(self, url):
        super().__init__()
        self.url = url
        self.size = 0

    def run(self):
        with urllib.request.urlopen(self.url) as response:
            self.size = len(response.read())

urls = ['http://httpbin.org/delay/1', 'http://example.com', 'http://python.org', 'http://httpbin.org/delay/1']
threads = [Downloader(u) for u in urls]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sum(t.size for t in threads))
