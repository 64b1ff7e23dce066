# A manager's dictionary and list.
# end: ok
# says: {1: 'one'} [5]
import multiprocessing


def work(names, numbers):
    names[1] = "one"
    numbers.append(5)


if __name__ == "__main__":
    with multiprocessing.Manager() as manager:
        names, numbers = manager.dict(), manager.list()
        process = multiprocessing.Process(target=work, args=(names, numbers))
        process.start()
        process.join()
        print(names, numbers)
