# Recursion with the limit taken off.
# end: signal SIGSEGV | memory | error 1
import sys

sys.setrecursionlimit(10**9)


def deeper(n):
    return deeper(n + 1) + 1


deeper(0)
