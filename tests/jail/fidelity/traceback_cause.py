try:
    int("x")
except ValueError as error:
    raise RuntimeError("because of it") from error
