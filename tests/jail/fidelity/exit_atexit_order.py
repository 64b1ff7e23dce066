import atexit

atexit.register(print, "first registered")
atexit.register(print, "second registered")
atexit.register(lambda: 1 / 0)
print("end of program")
