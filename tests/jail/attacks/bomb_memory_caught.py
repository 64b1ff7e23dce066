# Catches MemoryError and goes on.
# end: memory
hoard = []
while True:
    try:
        hoard.append(bytearray(16_000_000))
    except MemoryError:
        pass
