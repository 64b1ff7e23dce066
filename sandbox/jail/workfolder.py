"""The learner's files: put in place before the run, collected after it, never through a link."""

import base64
import itertools
import os
import stat
from collections.abc import Iterator
from typing import Any

WORK = "/work"
_MAX_WALKED = 4096
_MAX_DEPTH = 64


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
    for path in _files():
        if len(found) >= most:
            break
        content = _read_regular(path, placed, most_bytes)
        if content is not None:
            most_bytes -= len(content)
            found.append({"name": os.path.relpath(path, WORK).encode("utf-8", "replace").decode(), "content": base64.b64encode(content).decode()})
    return found


def _files() -> Iterator[str]:
    """Paths of all but folders, a folder's own before those of the folders in it; at most `_MAX_WALKED` entries, `_MAX_DEPTH` deep.

    `os.walk` would call itself for each level, and a path of over 4,096 bytes can't be opened.
    """
    waiting, walked = [(WORK, 0)], 0
    while waiting:
        folder, depth = waiting.pop()
        folders = []
        try:
            with os.scandir(folder) as entries:
                listed = sorted(itertools.islice(entries, _MAX_WALKED - walked), key=lambda entry: entry.name)
        except OSError:
            continue
        walked += len(listed)
        for entry in listed:
            if not entry.is_dir(follow_symlinks=False):
                yield entry.path
            elif depth < _MAX_DEPTH and entry.name != "__pycache__" and not entry.name.startswith("."):
                folders.append((entry.path, depth + 1))
        waiting.extend(reversed(folders))


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
