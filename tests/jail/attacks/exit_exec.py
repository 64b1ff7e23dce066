# Becomes another program.
# end: error 3
# says: replaced
import os

os.execvp("sh", ["sh", "-c", "echo replaced; exit 3"])
