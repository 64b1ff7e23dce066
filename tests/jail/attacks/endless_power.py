# One operation that never ends and cannot be interrupted.
# end: timeout | memory
# limits: wallMs=1200
9 ** 9 ** 9 ** 9
