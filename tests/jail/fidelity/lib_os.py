import os

try:
    open("missing.txt")
except FileNotFoundError as error:
    print(repr(error), error.errno)
os.mkdir("new")
print(sorted(os.listdir(".")))
os.rmdir("main.py")
