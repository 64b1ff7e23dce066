import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--number", type=int, default=3, help="a number")
print(parser.parse_args())
parser.print_help()
