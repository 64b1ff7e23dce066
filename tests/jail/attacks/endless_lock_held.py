# Holds the interpreter lock in C code.
# end: timeout
# limits: wallMs=1200
sum(range(10**18))
