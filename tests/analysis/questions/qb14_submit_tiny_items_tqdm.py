from concurrent.futures import ProcessPoolExecutor, as_completed
import time
try:
    from tqdm import tqdm
except ImportError:
    def tqdm(it, **kw):
        return it

def check(word):
    return word == word[::-1]

def main():
    words = [str(i) for i in range(6000)]
    t0 = time.time()
    found = 0
    with ProcessPoolExecutor() as ex:
        futures = [ex.submit(check, w) for w in words]
        for f in tqdm(as_completed(futures), total=len(futures)):
            found += f.result()
    print("pool", found, time.time() - t0)
    t0 = time.time()
    print("for ", sum(check(w) for w in words), time.time() - t0)

if __name__ == "__main__":
    main()

# expert: one submit for each tiny item: sending costs far more than the check; a plain loop, or map with a chunksize
# verdict: sequential, fix-first
# lines: 17
# cause: (cost|send|overhead|chunk|tiny|batch|start)
