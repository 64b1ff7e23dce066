from concurrent.futures import ProcessPoolExecutor, wait


def work(n):
    return 1 // n


if __name__ == "__main__":
    with ProcessPoolExecutor(1) as pool:
        future = pool.submit(work, 0)
        wait([future])
        print(future.result())
