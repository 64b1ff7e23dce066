# A named pipe between two processes.
# end: ok
# says: through the pipe
import os

os.mkfifo("/tmp/pipe")
if os.fork() == 0:
    with open("/tmp/pipe", "w") as file:
        file.write("through the pipe")
    os._exit(0)
print(open("/tmp/pipe").read())
os.wait()
