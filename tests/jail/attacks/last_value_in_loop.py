# The last expression never ends.
# end: timeout
# limits: wallMs=1000
sum(iter(int, 1))
