import inspect


def f():
    """Does it."""
    return 1


class A:
    pass


print(inspect.getsource(f), inspect.getsource(A), inspect.getfile(f), f.__module__, A.__module__, A)
help(f)
