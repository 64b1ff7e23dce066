# verdict: sequential
words = ['alpha', 'beta', 'gamma'] * 1000
s = ''
for w in words:
    s += w.upper() + ','
print(len(s))
