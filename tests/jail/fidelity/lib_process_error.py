import multiprocessing


def fail():
    raise ValueError("in a process")


if __name__ == "__main__":
    process = multiprocessing.Process(target=fail, name="failing")
    process.start()
    process.join()
    print(process.exitcode)
