from multiprocessing import Pool
import os

def make_all(folder, size):
    def thumb(name):
        path = os.path.join(folder, name)
        total = 0
        for i in range(200000):
            total += i * size
        return path, total

    names = [f"{i}.jpg" for i in range(8)]
    pool = Pool(4)
    out = pool.map(thumb, names)
    pool.close()
    pool.join()
    return out

if __name__ == "__main__":
    for p in make_all("pics", 128):
        print(p)

# expert: thumb is defined inside a function and cannot be pickled: move it to module level and pass folder and size
# verdict: fix-first
# lines: 14, 5
# cause: pickl
