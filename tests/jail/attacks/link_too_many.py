# More files than come back, and bigger ones.
# end: ok
# files: *
for number in range(100):
    with open(f"part{number:03}.bin", "wb") as file:
        file.write(b"x" * 300_000)
