def g(a, b, c):
    return a + b + c


print(
    g(
        1,
        "two",
        3,
    )
)
