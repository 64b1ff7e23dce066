class A:
    def __init__(self):
        self.b

    @property
    def b(self):
        raise AttributeError("no b")


A()
