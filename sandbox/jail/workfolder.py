"""The learner's files: put in place before the run, collected after it, never through a link."""

import base64
import os
import stat
from typing import Any

WORK = "/work"
_MAX_WALKED = 4096


def place(files: list[dict[str, str]], owner: int) -> dict[str, tuple[int, int]]:
    """Writes the job's files and returns their identity, so that unchanged ones are not sent back."""
    placed = {}
    for file in files:
        path = os.path.normpath(os.path.join(WORK, file["name"]))
        if not path.startswith(WORK + "/"):
            raise ValueError("file outside the work folder")
        folder = os.path.dirname(path)
        if folder != WORK:
            os.makedirs(folder, exist_ok=True)
            while folder != WORK:
                os.chown(folder, owner, owner)
                folder = os.path.dirname(folder)
        with open(path, "wb") as f:
            f.write(base64.b64decode(file["content"]))
        os.chown(path, owner, owner)
        status = os.stat(path)
        placed[path] = (status.st_size, status.st_mtime_ns)
    return placed


def used_bytes() -> int:
    """What files hold of the memory: all writable folders are tmpfs."""
    total = 0
    for folder in (WORK, "/tmp", "/dev/shm"):
        status = os.statvfs(folder)
        total += (status.f_blocks - status.f_bfree) * status.f_frsize
    return total


def collect(placed: dict[str, tuple[int, int]], most: int, most_bytes: int) -> list[dict[str, Any]]:
    """New and changed regular files. Only called when every process of the run is dead: nobody can swap a path."""
    if all(f"{WORK}/{name}" in placed for name in os.listdir(WORK)) and all(_unchanged(path, placed) for path in placed):
        return []  # most programs write no files
    found: list[dict[str, Any]] = []
    walked = 0
    for folder, folders, names in os.walk(WORK):
        folders[:] = sorted(f for f in folders if f != "__pycache__" and not f.startswith("."))
        for name in sorted(names):
            walked += 1
            if walked > _MAX_WALKED or len(found) >= most:
                return found
            path = os.path.join(folder, name)
            content = _read_regular(path, placed, most_bytes)
            if content is not None:
                most_bytes -= len(content)
                found.append({"name": os.path.relpath(path, WORK).encode("utf-8", "replace").decode(), "content": base64.b64encode(content).decode()})
    return found


def _unchanged(path: str, placed: dict[str, tuple[int, int]]) -> bool:
    try:
        status = os.lstat(path)
    except OSError:
        return False
    return placed.get(path) == (status.st_size, status.st_mtime_ns)


def _read_regular(path: str, placed: dict[str, tuple[int, int]], most_bytes: int) -> bytes | None:
    try:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1 or status.st_size > most_bytes:
            return None
        if _unchanged(path, placed):
            return None
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with open(fd, "rb") as f:
            return f.read(most_bytes)
    except OSError:
        return None
