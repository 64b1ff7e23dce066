"""Times the raced loop and writes down what its calls gave.

It runs in the learner's process, so its record can be forged: `record.ts` checks it against what was measured outside.
"""

import atexit
import dataclasses
import hashlib
import json
import os
import pickle
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from typing import Any

_FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "!race.json")  # sorts before the learner's own files
_OWNER = os.getpid()
_WRITE_EVERY_S = 0.05
_MOST_PARTS = 200_000  # of all results together; what lies beyond is not compared
_MOST_DEPTH = 30

_lock = threading.Lock()
_running = 0
_began = 0.0
_written = 0.0
_seconds = 0.0
_turns = 0
_kept: list[Any] = []
_digests: list[str] = []
_opaque: set[str] = set()
_parts = 0


def over(items: Iterable[Any]) -> Iterator[Any]:
    """The items of the loop; the clock runs from the first to the end of the last one's turn."""
    begin()
    yield from items
    end()


def each(results: Iterable[Any]) -> Iterator[Any]:
    """The results of a lazy `map`."""
    begin()
    for result in results:
        yield keep(result)
    end()


def keep(result: Any) -> Any:
    _kept.append(result)
    return result


def begin() -> None:
    global _running, _began
    with _lock:
        _running += 1
        if _running == 1:
            _began = time.perf_counter()
            if _turns == 0:
                _refuse_unpicklable()
                _write()
                _began = time.perf_counter()


def end(results: Iterable[Any] = ()) -> None:
    """Loops that run side by side (in tasks of their own) count once."""
    global _running, _seconds, _turns
    now = time.perf_counter()
    with _lock:
        _running -= 1
        if _running == 0:
            _seconds += now - _began
        _turns += 1
        _kept.extend(results)
        if _running == 0:
            _digests.extend(hashlib.sha256(_account(result).encode("utf-8", "replace")).hexdigest() for result in _kept)
            _kept.clear()
            if _turns == 1 or now - _written > _WRITE_EVERY_S:
                _write()


def _refuse_unpicklable() -> None:
    """A process pool that is handed something unpicklable may hang (gh-94777): try the first piece of work before it."""
    module = sys.modules.get("concurrent.futures.process")
    if module is None:
        return
    pool = module.ProcessPoolExecutor
    submit = pool.submit

    def checked(self: Any, /, *work: Any, **options: Any) -> Any:
        pool.submit = submit
        pickle.dumps((work, options))
        return submit(self, *work, **options)

    pool.submit = checked


@atexit.register
def _write() -> None:
    global _written
    if os.getpid() != _OWNER:
        return
    digests = sorted(_digests) if _turns > 1 else _digests
    record = {
        "turns": _turns,
        "seconds": _seconds,
        "items": len(_digests),
        "digest": hashlib.sha256("".join(digests).encode()).hexdigest(),
        "opaque": sorted(_opaque)[:3],
        "clipped": _parts >= _MOST_PARTS,
    }
    with open(_FILE, "w") as f:
        json.dump(record, f)
    _written = time.perf_counter()


def _account(value: Any, depth: int = 0) -> str:
    """A text that is the same for equal values; the order of sets and dicts does not matter."""
    global _parts
    _parts += 1
    if _parts >= _MOST_PARTS or depth > _MOST_DEPTH:
        return "…"
    kind = type(value)
    name = f"{kind.__module__}.{kind.__qualname__}"
    try:
        return name + _content(value, kind, depth + 1)
    except Exception:
        _opaque.add(kind.__qualname__[:80])
        return name


def _content(value: Any, kind: type, depth: int) -> str:
    if kind is int:
        return hex(value)
    if value is None or kind in (bool, float, complex, str, range, type(...)):
        return repr(value)
    if kind in (bytes, bytearray):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(_account(part, depth) for part in value) + "]"
    if isinstance(value, dict):
        return "{" + ",".join(sorted(_account(k, depth) + ":" + _account(v, depth) for k, v in value.items())) + "}"
    if isinstance(value, (set, frozenset)):
        return "{" + ",".join(sorted(_account(part, depth) for part in value)) + "}"
    if dataclasses.is_dataclass(value) and kind.__eq__ is not object.__eq__:
        return _account({field.name: getattr(value, field.name) for field in dataclasses.fields(value)}, depth)
    if isinstance(value, BaseException):
        return _account(value.args, depth)
    if hasattr(value, "dtype") and hasattr(value, "tobytes"):  # numpy
        return f"{value.dtype}{value.shape}{hashlib.sha256(value.tobytes()).hexdigest()}"
    if hasattr(value, "status_code") and hasattr(value, "url"):  # requests, httpx
        return f"{value.status_code} {value.url}"
    if kind.__eq__ is not object.__eq__ and kind.__repr__ is not object.__repr__:
        return repr(value)
    raise TypeError("no equality of its own")
