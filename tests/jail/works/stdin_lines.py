# Reads what it is given.
# end: ok
# stdin: Ada\n36
# says: Ada is 36
name = input()
print(name, "is", int(input()))
