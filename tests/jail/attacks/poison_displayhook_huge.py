# The value of the last expression is a hundred million characters.
# end: ok | memory
"x" * 20_000_000
