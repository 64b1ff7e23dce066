import pickle


class A:
    def __init__(self):
        self.x = 1


copy = pickle.loads(pickle.dumps(A()))
print(type(copy), copy.x, type(copy) is A)
pickle.dumps(lambda: 1)
