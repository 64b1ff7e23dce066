# Source that is too deep for the parser.
# end: error 1
eval("(" * 10_000 + ")" * 10_000)
