import multiprocessing


def work(n):
    print("work", n, __name__, flush=True)


print("module", __name__, flush=True)
if __name__ == "__main__":
    process = multiprocessing.get_context("spawn").Process(target=work, args=(1,))
    process.start()
    process.join()
    print(process.exitcode)
