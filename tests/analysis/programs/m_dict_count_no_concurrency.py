# verdict: sequential
text = 'lorem ipsum dolor sit amet ' * 20000
freq = {}
for word in text.split():
    freq[word] = freq.get(word, 0) + 1
print(sorted(freq.items()))
