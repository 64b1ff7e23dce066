# verdict: sequential, vectorise
import random

W, H = 120, 120
grid = [[random.randint(0, 1) for _ in range(W)] for _ in range(H)]

def step(g):
    new = [[0] * W for _ in range(H)]
    for y in range(H):
        for x in range(W):
            n = sum(g[(y + dy) % H][(x + dx) % W] for dy in (-1, 0, 1) for dx in (-1, 0, 1) if dx or dy)
            new[y][x] = 1 if n == 3 or (n == 2 and g[y][x]) else 0
    return new

for _ in range(25):
    grid = step(grid)
print(sum(map(sum, grid)))
