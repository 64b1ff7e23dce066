# verdict: sequential
import multiprocessing

def merge(a, b):
    out = []
    while a and b:
        out.append(a.pop(0) if a[0] < b[0] else b.pop(0))
    return out + a + b

def merge_sort(a):
    if len(a) <= 1:
        return a
    mid = len(a) // 2
    return merge(merge_sort(a[:mid]), merge_sort(a[mid:]))

if __name__ == '__main__':
    numbers = [38, 27, 43, 3, 9, 82, 10]
    pool = multiprocessing.Pool(processes=2)
    halves = pool.map(merge_sort, [numbers[:4], numbers[4:]])
    pool.close()
    pool.join()
    print(merge(*halves))
