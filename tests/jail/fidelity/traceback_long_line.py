value = {"a": {"b": None}}
print(value["a"]["b"]["c"] + sum(x for x in [1, 2, 3]) + len("something rather long to see where the carets are"))
