# verdict: fix-first
def greet(name)
    print('Hello', name)

greet('Bob')
