# Looks in its own memory for the code of the run before it, which had this word written backwards.
# end: ok
# says: looked
word = "terces-nur-reilrae"[::-1].encode()
me = open("/proc/self/mem", "rb", buffering=0)
hits = 0
for line in open("/proc/self/maps"):
    start, end = (int(part, 16) for part in line.split()[0].split("-"))
    if "r" not in line.split()[1] or "[v" in line or end - start > 64 << 20:
        continue
    try:
        me.seek(start)
        content = me.read(end - start)
    except (OSError, ValueError, OverflowError):
        continue
    if b"run of" + b" another" in content:
        hits += 1
print("looked", f"ALLOWED {hits}" if hits else "", bool(word))
