# A pool by fork server, which imports main.py by itself.
# end: ok
# says: [0, 1, 4, 9]
import multiprocessing


def square(n):
    return n * n


if __name__ == "__main__":
    with multiprocessing.get_context("forkserver").Pool(2) as pool:
        print(pool.map(square, range(4)))
