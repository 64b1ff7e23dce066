# verdict: keep
import hashlib
from concurrent.futures import ThreadPoolExecutor

def digest(password):
    return hashlib.pbkdf2_hmac('sha256', password.encode(), b'salt', 400_000).hex()

with ThreadPoolExecutor() as pool:
    for d in pool.map(digest, ['a', 'b', 'c', 'd']):
        print(d[:8])
