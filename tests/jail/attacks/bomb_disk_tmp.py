# Fills /tmp.
# end: error 1
# says: No space left on device
for number in range(1000):
    with open(f"/tmp/fill{number}", "wb") as file:
        file.write(b"x" * 8_000_000)
