import hashlib
import zlib


def digest(block):
    return hashlib.sha256(zlib.compress(block, 6)).hexdigest()


blocks = [bytes([n]) * 500_000 + bytes(range(256)) * 12_000 for n in range(8)]
digests = list(map(digest, blocks))
print(len(set(digests)))
