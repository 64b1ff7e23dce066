# verdict: vectorise, sequential
total = 0.0
for i in range(4_000_000):
    total += i * 0.5 + i ** 2 / 3.0
print(total)
