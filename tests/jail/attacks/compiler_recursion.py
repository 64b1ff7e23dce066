# A source that is one deep expression.
# end: error 1 | signal SIGSEGV | memory
# says?: too
source = "-" * 90_000 + "1"
compile(source, "deep", "eval")
