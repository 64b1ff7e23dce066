# Writes without end.
# end: output
while True:
    print("x" * 10_000)
