def numbers():
    yield 1
    raise RuntimeError("in a generator")


for n in numbers():
    print(n)
