# One file beyond the size a file may have; the signal for it is ignored by Python.
# end: error 1
# says: File too large
with open("big", "wb", buffering=0) as file:
    while True:
        file.write(b"x" * 1_000_000)
