# verdict: threads, processes
import hashlib

passwords = ['hunter2', 'letmein', 'qwerty', 'dragon', 'monkey', 'abc123']
for p in passwords:
    h = hashlib.pbkdf2_hmac('sha256', p.encode(), b'salt', 500_000)
    print(p, h.hex()[:10])
