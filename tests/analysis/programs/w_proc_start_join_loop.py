# verdict: processes
from multiprocessing import Process

def burn(n):
    x = 0
    for i in range(n):
        x ^= i * 31

if __name__ == "__main__":
    for n in (2_000_000, 2_000_000, 2_000_000, 2_000_000):
        p = Process(target=burn, args=(n,))
        p.start()
        p.join()
    print("all done")
