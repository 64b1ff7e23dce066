import multiprocessing as mp

def lines(n):
    for i in range(n):
        yield f"row {i}"

def count(rows):
    total = 0
    for r in rows:
        total += len(r)
    return total

def main():
    with mp.Pool(2) as pool:
        jobs = [pool.apply_async(count, args=(lines(n),)) for n in (10, 1000, 5000)]
        for j in jobs:
            print(j.get())

if __name__ == '__main__':
    main()

# expert: a generator cannot be pickled: make it in the worker (send n) or send a list
# verdict: fix-first
# lines: 15
# cause: pickl
