# verdict: sequential, processes
from concurrent.futures import ProcessPoolExecutor

def add_one(x):
    return x + 1

if __name__ == "__main__":
    with ProcessPoolExecutor() as ex:
        results = list(ex.map(add_one, range(4000)))
    print(results[-1])
