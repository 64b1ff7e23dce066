# verdict: vectorise, processes
N = 180
a = [[(i * j) % 7 for j in range(N)] for i in range(N)]
b = [[(i + j) % 5 for j in range(N)] for i in range(N)]

def matmul(a, b):
    n = len(a)
    c = [[0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            s = 0
            for k in range(n):
                s += a[i][k] * b[k][j]
            c[i][j] = s
    return c

c = matmul(a, b)
print(c[0][:5], sum(map(sum, c)))
