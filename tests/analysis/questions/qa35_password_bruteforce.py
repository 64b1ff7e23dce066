# verdict: processes, threads
# lines: 8, 9, 10, 15, 16
# cause: comput|CPU|cores?
import itertools, string, time

def score(word):
    h = 7
    for _ in range(60):
        for ch in word:
            h = (h * 31 + ord(ch)) % 1000003
    return h

t = time.time()
best = None
for letters in itertools.product(string.ascii_lowercase[:11], repeat=4):
    s = score("".join(letters))
    if best is None or s > best[0]:
        best = (s, letters)
print(best, time.time() - t)
