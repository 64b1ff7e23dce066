# verdict: processes
def distance(a, b):
    prev = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        cur = [i]
        for j, cb in enumerate(b, 1):
            cur.append(min(prev[j] + 1, cur[-1] + 1, prev[j - 1] + (ca != cb)))
        prev = cur
    return prev[-1]

texts = [("abcdefghij" * 20)[i:] for i in range(10)]
pairs = [(a, b) for a in texts for b in texts if a < b]
best = {}
for a, b in pairs:
    best[a[:5], b[:5]] = distance(a, b)
print(len(best), min(best.values()))
