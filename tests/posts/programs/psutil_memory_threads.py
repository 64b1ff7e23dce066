# how much memory do my processes take
import multiprocessing
import os
import psutil

def work(n):
    data = [i for i in range(200_000)]
    return os.getpid(), psutil.Process().memory_info().rss // 1024 ** 2, len(data)

if __name__ == "__main__":
    print("cores:", psutil.cpu_count())
    with multiprocessing.Pool(3) as pool:
        for pid, mb, _ in pool.map(work, range(3)):
            print(pid, mb, "MB")
