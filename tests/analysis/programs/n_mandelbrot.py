# verdict: processes, vectorise
def mandel(c, limit=250):
    z = 0
    for n in range(limit):
        if abs(z) > 2:
            return n
        z = z * z + c
    return limit

def row(y, width=400, height=300):
    return [mandel(complex(3.0 * x / width - 2, 2.0 * y / height - 1)) for x in range(width)]

image = [row(y) for y in range(300)]
print(sum(map(sum, image)))
