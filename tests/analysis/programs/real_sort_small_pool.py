# verdict: sequential
from multiprocessing import Pool


def sort_chunk(chunk):
    return sorted(chunk)


if __name__ == '__main__':
    data = [5, 3, 8, 1, 9, 2, 7]
    with Pool(2) as pool:
        parts = pool.map(sort_chunk, [data[:4], data[4:]])
    print(sorted(parts[0] + parts[1]))
