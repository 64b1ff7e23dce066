import threading, time

lock = threading.Lock()
results = {}

def scrape(site):
    with lock:
        print("scraping", site)
        time.sleep(0.4)          # network
        results[site] = len(site)

sites = ["aa.com", "bbb.com", "cccc.com", "d.org", "ee.net", "f.io"]
t = time.time()
ts = []
for s in sites:
    th = threading.Thread(target=scrape, args=(s,))
    th.start()
    ts.append(th)
for th in ts:
    th.join()
print(results)
print("6 threads but still", round(time.time() - t, 2), "sec")

# expert: the lock covers the wait too, so the threads take turns: hold it only for results[site] = ...
# verdict: threads, fix-first
# lines: 7
# cause: lock.{0,120}(whole|entire|turn|one at a time|around|covers?|holds?)|turns?
