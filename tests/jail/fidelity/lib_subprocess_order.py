import subprocess

print("before", flush=True)
subprocess.run("echo inside; echo error >&2; exit 3", shell=True)
print("after")
