# verdict: fix-first
data = []
while True:
    data.append('x' * 10_000_000)
