print(hash(1), hash(2.5), hash((1, 2)), {3: 1}, sorted({"b", "a"}))
