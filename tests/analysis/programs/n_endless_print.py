# verdict: fix-first
i = 0
while True:
    i += 1
    print('line number', i, '*' * 200)
