# stdin: one\ntwo\nthree
import sys

print(input("Name? "), sys.stdin.readline(), sys.stdin.read())
