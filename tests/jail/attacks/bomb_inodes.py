# Ten thousand small files.
# end: error 1
# says: No space left on device
for number in range(10_000):
    open(f"small{number}", "w").close()
