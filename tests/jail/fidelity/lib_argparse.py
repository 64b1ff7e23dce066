import argparse

parser = argparse.ArgumentParser(description="Does something")
parser.add_argument("file")
parser.parse_args()
