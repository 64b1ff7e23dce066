"""The program's docstring."""
print(__doc__)
print(f"{__name__=}")
