class A:
    def __del__(self):
        print("cycle")


a = A()
a.me = a
