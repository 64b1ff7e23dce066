# verdict: fix-first
# lines: 22, 25
# cause: terminat
import multiprocessing
import time


def crunch(n):
    total = 0
    for i in range(n):
        total += i * i % 7
    time.sleep(0.4)
    return total


def main():
    pool = multiprocessing.Pool(processes=2)
    pending = []
    for i in range(6):
        pending.append(pool.apply_async(crunch, (50_000 + i,)))

    pool.terminate()   # free the processes, we don't need them anymore
    pool.join()
    for p in pending:
        print("result", p.get())


if __name__ == "__main__":
    main()
