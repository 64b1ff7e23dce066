# verdict: fix-first
# lines: 9, 11, 8
# cause: communicate|full|pipe|read
import subprocess, time

# logs of my build, hangs when the log gets long
p = subprocess.Popen("for i in $(seq 1 20000); do echo building $i; done",
                     shell=True, stdout=subprocess.PIPE)
while p.poll() is None:
    time.sleep(0.2)
    print(".", end="", flush=True)
out = p.stdout.read()
print(len(out))
