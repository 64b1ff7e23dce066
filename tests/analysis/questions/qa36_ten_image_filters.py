# verdict: processes
# lines: 10, 15, 16
# cause: comput|CPU|cores?
import random, time
def blur(img):
    h, w = len(img), len(img[0])
    out = [[0] * w for _ in range(h)]
    for y in range(1, h - 1):
        for x in range(1, w - 1):
            out[y][x] = sum(img[y + dy][x + dx] for dy in (-1, 0, 1) for dx in (-1, 0, 1)) // 9
    return out
images = [[[random.randrange(256) for _ in range(220)] for _ in range(220)] for _ in range(8)]
start = time.time()
blurred = []
for img in images:
    blurred.append(blur(img))
print(len(blurred), "images in", time.time() - start)
