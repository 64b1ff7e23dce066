from concurrent.futures import ThreadPoolExecutor


def work(n):
    return 1 // n


with ThreadPoolExecutor(2) as pool:
    print(list(pool.map(work, [1, 0])))
