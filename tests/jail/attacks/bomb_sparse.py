# A sparse giant: 1 TiB that holds nothing.
# end: error 1
# says: File too large
with open("giant", "wb") as file:
    file.truncate(1 << 40)
