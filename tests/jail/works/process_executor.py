# A process pool executor, with an error that comes back.
# end: ok
# says: [0, 1, 8] ZeroDivisionError
from concurrent.futures import ProcessPoolExecutor


def cube(n):
    return n**3


def fail():
    return 1 / 0


if __name__ == "__main__":
    with ProcessPoolExecutor(4) as pool:
        print(list(pool.map(cube, range(3))), type(pool.submit(fail).exception()).__name__)
