# verdict: fix-first
# lines: 19
# cause: never read|nobody reads|lost|\.get\(\)
# Nothing is printed from my worker and no error either?? pool "finishes" in no time
from multiprocessing import Pool
import os

RESULT = {}

def process_file(path, out_dir):
    size = os.path.getsize(path)
    with open(os.path.join(out_dir, os.path.basename(path) + ".txt"), "w") as f:
        f.write(str(size))

if __name__ == '__main__':
    files = ["/srv/data/a.csv", "/srv/data/b.csv", "/srv/data/c.csv"]
    pool = Pool(processes=3)
    for f in files:
        pool.apply_async(process_file, args=(f, "out"))
    pool.close()
    pool.join()
    print("all files processed")
