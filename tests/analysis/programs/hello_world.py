# verdict: sequential
print('Hello, world!')
