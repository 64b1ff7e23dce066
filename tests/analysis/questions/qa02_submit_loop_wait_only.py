# verdict: fix-first
# lines: 22, 23
# cause: never read|nobody reads|lost|result\(\)
import concurrent.futures
import json
import time

settings = {"retries": 3}

def load_user(uid):
    time.sleep(0.15)
    # some users have no "name"
    record = json.loads('{"id": %d}' % uid)
    return record["name"].title()

def main():
    start = time.time()
    futures = []
    executor = concurrent.futures.ThreadPoolExecutor(max_workers=5)
    for uid in range(10):
        # why does it never print an error
        futures.append(executor.submit(load_user, uid))
    concurrent.futures.wait(futures)
    executor.shutdown()
    print("loaded %d users in %.2fs" % (len(futures), time.time() - start))

main()
