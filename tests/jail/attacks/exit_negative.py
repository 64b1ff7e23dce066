# A negative code.
# end: error 255
raise SystemExit(-1)
