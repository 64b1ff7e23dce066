# A deflated gigabyte, unpacked at once.
# end: memory | error 1
import zlib

packer = zlib.compressobj(9)
packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(1024)) + packer.flush()
print(len(packed) < 2_000_000)
zlib.decompress(packed)
