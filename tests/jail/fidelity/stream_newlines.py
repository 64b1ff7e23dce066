import sys

sys.stdout.write("a\rb\r\nc\n")
print("x", end="")
print("y", "z", sep="-", end="!\n", file=sys.stderr)
