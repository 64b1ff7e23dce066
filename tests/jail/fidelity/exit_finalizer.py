class A:
    def __del__(self):
        print("finalized", __name__)


a = A()
print("end")
