import multiprocessing
import os


def work(n):
    return n * n, multiprocessing.current_process().name, __name__


if __name__ == "__main__":
    print(multiprocessing.current_process(), multiprocessing.get_start_method(), multiprocessing.parent_process())
    with multiprocessing.Pool(1) as pool:
        print(pool.map(work, range(3)))
