# verdict: fix-first
x = 0
while True:
    x = (x + 1) % 1000
