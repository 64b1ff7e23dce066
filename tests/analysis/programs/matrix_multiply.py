# verdict: vectorise
def matmul(A, B):
    n = len(A)
    C = [[0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            for k in range(n):
                C[i][j] += A[i][k] * B[k][j]
    return C

n = 200
A = [[i + j for j in range(n)] for i in range(n)]
B = [[i * j % 7 for j in range(n)] for i in range(n)]
C = matmul(A, B)
print(C[3][4])
