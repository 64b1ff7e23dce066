from decimal import Decimal, getcontext
from fractions import Fraction

print(Decimal(1) / 7, getcontext(), Fraction(3, 9), 0.1 + 0.2)
