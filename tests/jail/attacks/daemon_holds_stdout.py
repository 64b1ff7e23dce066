# A background child keeps the output open for a minute.
# end: ok
# says: done
import subprocess

subprocess.Popen(["sleep", "60"])
print("done")
