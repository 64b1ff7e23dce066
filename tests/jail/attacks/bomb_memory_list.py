# Hoards memory in one process.
# end: memory
hoard = []
while True:
    hoard.append(bytearray(8_000_000))
