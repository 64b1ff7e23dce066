# verdict: threads, async
import subprocess

hosts = ['a', 'b', 'c', 'd', 'e']
for host in hosts:
    out = subprocess.run(['sh', '-c', f'sleep 0.4; echo {host} is up'], capture_output=True, text=True)
    print(out.stdout.strip())
