import sys

print(sys.stdin.isatty(), sys.stdout.isatty(), sys.stdout.fileno(), sys.stdout.name, sys.stdout.mode, sys.stderr.line_buffering)
