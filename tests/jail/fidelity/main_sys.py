import os
import sys

print(sys.argv, sys.path[0], os.getcwd(), sys.flags.utf8_mode, sys.orig_argv[1:])
print(sys.stdin, sys.stdout.encoding, sys.stderr.errors, sys.getdefaultencoding(), sys.getfilesystemencoding())
print(sys.getrecursionlimit(), sys.getswitchinterval(), sys.gettrace())
