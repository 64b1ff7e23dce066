def numbers():
    try:
        yield 1
    finally:
        print("generator closed")


n = numbers()
next(n)
print("end")
