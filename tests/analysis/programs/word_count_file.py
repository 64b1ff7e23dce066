# verdict: sequential
from collections import Counter

with open('words.txt', 'w') as f:
    f.write('the quick brown fox jumps over the lazy dog\n' * 1000)

counts = Counter()
with open('words.txt') as f:
    for line in f:
        counts.update(line.split())
print(counts.most_common(3))
