# verdict: fix-first
# lines: 12, 17, 18
# cause: kill|exit|died
# my workers sometimes get OOM killed, then the script is stuck for hours
import os, signal
import multiprocessing as mp

def train(fold):
    data = list(range(200_000))
    if fold == 2:
        # simulates the oom killer
        os.kill(os.getpid(), signal.SIGKILL)
    return fold, sum(data) % 97

if __name__ == '__main__':
    pool = mp.Pool(3)
    jobs = [pool.apply_async(train, (k,)) for k in range(5)]
    scores = [j.get() for j in jobs]
    print(scores)
    pool.close()
    pool.join()
