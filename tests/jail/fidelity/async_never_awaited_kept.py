async def f():
    pass


kept = f()
print("end")
