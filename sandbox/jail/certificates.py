"""Certificates of the practice web, signed on demand by an authority that only the jail trusts.

The standard library cannot make certificates, and inside a jail without a network a slow signature protects nobody:
RSA is `pow`, X.509 is a dozen nested DER values. Since Python 3.13, clients want what RFC 5280 demands: key identifiers,
and an authority that says that it may sign.
"""

import base64
import hashlib
import os
from dataclasses import dataclass

_SHA256_WITH_RSA = bytes.fromhex("300d06092a864886f70d01010b0500")
_SHA256_PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")
_KEY_CERT_SIGN = bytes.fromhex("03020204")
_COMMON_NAME = bytes.fromhex("0603550403")
_VALIDITY = ("200101000000Z", "491231235959Z")


@dataclass(frozen=True)
class Authority:
    """`modulus` and `exponent` are the private RSA key; `public` is its SubjectPublicKeyInfo; `leaf` that of all hosts."""

    modulus: int
    exponent: int
    public: bytes
    leaf: bytes

    def certificate(self) -> str:
        """The authority's own certificate, PEM."""
        return self._signed(
            "Overlap practice web",
            self.public,
            _extension("0603551d13", _sequence(b"\x01\x01\xff"), critical=True),
            _extension("0603551d0f", _KEY_CERT_SIGN, critical=True),
            _extension("0603551d0e", _der(0x04, self._key_identifier())),
        )

    def for_host(self, host: str) -> str:
        """A host's certificate, PEM."""
        host = host or "practice.invalid"
        return self._signed(
            host[:64],
            self.leaf,
            _extension("0603551d11", _sequence(_der(0x82, host.encode("idna")))),
            _extension("0603551d23", _sequence(_der(0x80, self._key_identifier()))),
        )

    def _key_identifier(self) -> bytes:
        """Any octets that tell keys apart."""
        return hashlib.sha256(self.public).digest()[:20]

    def _signed(self, name: str, key: bytes, *extensions: bytes) -> str:
        body = _sequence(
            _der(0xA0, _integer(2)),
            _integer(int.from_bytes(os.urandom(8), "big") >> 1),
            _SHA256_WITH_RSA,
            _name("Overlap practice web"),
            _sequence(*(_der(0x17, time.encode()) for time in _VALIDITY)),
            _name(name),
            key,
            _der(0xA3, _sequence(*extensions)),
        )
        certificate = _sequence(body, _SHA256_WITH_RSA, _der(0x03, b"\0" + self._signature(body)))
        text = base64.encodebytes(certificate).decode()
        return f"-----BEGIN CERTIFICATE-----\n{text}-----END CERTIFICATE-----\n"

    def _signature(self, body: bytes) -> bytes:
        """PKCS #1 v1.5 with SHA-256."""
        size = (self.modulus.bit_length() + 7) // 8
        digest = _SHA256_PREFIX + hashlib.sha256(body).digest()
        padded = b"\0\1" + b"\xff" * (size - len(digest) - 3) + b"\0" + digest
        return pow(int.from_bytes(padded, "big"), self.exponent, self.modulus).to_bytes(size, "big")


def _der(tag: int, content: bytes) -> bytes:
    length = len(content)
    if length < 128:
        return bytes((tag, length)) + content
    size = (length.bit_length() + 7) // 8
    return bytes((tag, 0x80 | size)) + length.to_bytes(size, "big") + content


def _sequence(*parts: bytes) -> bytes:
    return _der(0x30, b"".join(parts))


def _integer(value: int) -> bytes:
    return _der(0x02, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def _name(text: str) -> bytes:
    return _sequence(_der(0x31, _sequence(_COMMON_NAME, _der(0x0C, text.encode()))))


def _extension(oid: str, value: bytes, critical: bool = False) -> bytes:
    return _sequence(bytes.fromhex(oid), b"\x01\x01\xff" if critical else b"", _der(0x04, value))
