# An exception that cannot be shown.
# end: error 1
class Sly(Exception):
    def __str__(self):
        raise SystemExit(55)

    __repr__ = __str__


raise Sly
