# One integer too many.
# end: memory | timeout
# limits: wallMs=2500
number = 3
while True:
    number *= number << 3_000_000
