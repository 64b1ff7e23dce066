# verdict: sequential, keep
import sys

def main():
    args = sys.argv[1:]
    if not args:
        print('usage: main.py NAME', file=sys.stderr)
        return 2
    print('hello', args[0])
    return 0

sys.exit(main())
