def f():
    print("called")
    return 42


f()
