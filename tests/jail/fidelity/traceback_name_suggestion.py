import math

length = 3
print(math.pie if False else lenght)
