# Opens files until there are no descriptors.
# end: error 1
# says: Too many open files
kept = []
while True:
    kept.append(open("/dev/null"))
