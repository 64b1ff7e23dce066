# A code beyond a byte.
# end: error 1
raise SystemExit(257)
