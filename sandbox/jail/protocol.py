"""Frames between Overlap and the jail: four bytes of length, big-endian, then JSON."""

import json
import os
from typing import Any

MAX_JOB_BYTES = 64 * 1024 * 1024


def read_frame(fd: int) -> dict[str, Any] | None:
    """The next frame, or None at end of file (Overlap is gone)."""
    header = _read_exactly(fd, 4)
    if header is None:
        return None
    length = int.from_bytes(header, "big")
    if length > MAX_JOB_BYTES:
        raise ValueError("frame too long")
    body = _read_exactly(fd, length)
    return None if body is None else json.loads(body)


def write_frame(fd: int, value: dict[str, Any]) -> None:
    body = json.dumps(value).encode()
    view = memoryview(len(body).to_bytes(4, "big") + body)
    while view:
        view = view[os.write(fd, view) :]


def _read_exactly(fd: int, length: int) -> bytes | None:
    parts: list[bytes] = []
    while length:
        part = os.read(fd, min(length, 1 << 20))
        if not part:
            return None
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
