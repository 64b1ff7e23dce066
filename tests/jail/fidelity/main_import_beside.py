import beside

print(beside.__name__, beside.__file__, beside.value)
# file: beside.py
value = 5
