# One line of nearly 4 MiB.
# end: ok
print("w" * 4_000_000)
