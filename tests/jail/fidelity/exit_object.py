class Code:
    def __str__(self):
        return "an object"


raise SystemExit(Code())
