# Asks for 8 GiB and touches all of it.
# end: memory | error 1
piece = bytearray(8 << 30)
for at in range(0, len(piece), 4096):
    piece[at] = 1
