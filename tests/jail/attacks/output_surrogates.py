# Text that has no UTF-8.
# end: error 1
# says: UnicodeEncodeError
print("\ud800")
