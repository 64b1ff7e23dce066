x: int = 3
y: "str"
print(__annotations__)


def f(a: x) -> None: ...


print(f.__annotations__)
