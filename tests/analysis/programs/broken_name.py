# verdict: fix-first
items = [1, 2, 3]
for item in items:
    totl = item
print(total)
