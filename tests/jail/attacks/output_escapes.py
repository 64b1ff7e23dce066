# Escape sequences that would clear a terminal, set its title and answer back.
# end: ok
# says: done
print("\033[2J\033]0;title\007\033[6n\033P+q\033\\\033[?1049h\r\b\b\b done")
