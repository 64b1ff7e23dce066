# verdict: processes
def queens(n, row=0, cols=0, d1=0, d2=0):
    if row == n:
        return 1
    count = 0
    for c in range(n):
        a, b, d = 1 << c, 1 << (row + c), 1 << (row - c + n)
        if not (cols & a or d1 & b or d2 & d):
            count += queens(n, row + 1, cols | a, d1 | b, d2 | d)
    return count

for n in [10] * 6:
    print(n, queens(n))
