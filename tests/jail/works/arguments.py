# arguments are in sys.argv, and workers that are spawned see them too
# args: --n 3 "two words" é
# end: ok
# says: ['main.py', '--n', '3', 'two words', 'é']
# says: worker ['main.py', '--n', '3', 'two words', 'é']
import multiprocessing
import sys


def work():
    print("worker", [sys.argv[0].rsplit("/", 1)[-1], *sys.argv[1:]])


if __name__ == "__main__":
    print(sys.argv, flush=True)
    process = multiprocessing.get_context("spawn").Process(target=work)
    process.start()
    process.join()
