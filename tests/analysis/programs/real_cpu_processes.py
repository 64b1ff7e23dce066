# verdict: keep
from concurrent.futures import ProcessPoolExecutor


def count(n):
    total = 0
    for i in range(n):
        total += i * i % 7
    return total


if __name__ == '__main__':
    with ProcessPoolExecutor() as pool:
        print(list(pool.map(count, [3_000_000] * 4)))
