class Custom(Exception):
    def __str__(self):
        return "shown so"


raise Custom
