# The value of the last expression has a repr that raises.
# end: ok | error 1


class Sly:
    def __repr__(self):
        raise SystemExit(77)


Sly()
