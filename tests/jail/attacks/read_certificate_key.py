# The practice web's keys are not for learners.
# end: ok
# says: looked
import gc

me = open("/proc/self/mem", "rb", buffering=0)
needle = b"BEGIN PRIVATE" + b" KEY-----\nM"
found = []
for line in open("/proc/self/maps"):
    start, end = (int(part, 16) for part in line.split()[0].split("-"))
    if "r" not in line.split()[1] or "[v" in line or end - start > 64 << 20:
        continue
    try:
        me.seek(start)
        if needle in me.read(end - start):
            found.append(line)
    except (OSError, ValueError, OverflowError):
        continue
print("looked", len(found), "places; the key signs for nobody outside this run:", gc.isenabled())
