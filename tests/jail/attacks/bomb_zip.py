# A few kilobytes of deflated data that unpack to sixteen gigabytes.
# end: memory | error 1
# says: small
import zlib

packer = zlib.compressobj(9, zlib.DEFLATED, -15)
block = packer.compress(bytes(16 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
packed = block * 1024
print("small", len(block), flush=True)
zlib.decompressobj(-15).decompress(packed)
