import broken
# file: broken.py
def f(:
    pass
