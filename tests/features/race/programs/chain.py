import time


def step(value):
    time.sleep(0.05)
    return value + 1


value = 0
for _ in range(5):
    value = step(value)
print(value)
