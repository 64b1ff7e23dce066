# Writes without end to the error stream, from a child, without Python.
# end: output
import subprocess

subprocess.run("yes overlap >&2", shell=True)
