"""Errors that a pool kept for whoever reads its results, and that nobody read.

`Future.result()`, `AsyncResult.get()` and callbacks all read one attribute. A property in its place notices that
without a frame of ours in any traceback, and keeps no exception alive.
"""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from multiprocessing.pool import ApplyResult, IMapIterator, IMapUnorderedIterator
from typing import Any

MAX_KEPT = 50
_LINE_IN_WORKER = re.compile(r'File "[^"\n]*/main\.py", line (\d{1,6})')


class _Kept:
    __slots__ = ("error", "line", "read", "raised")

    def __init__(self, error: str, line: int, raised: BaseException | None = None) -> None:
        self.error, self.line, self.raised = error, line, raised
        self.read = False


class LostErrors:
    """Made in the fork server. `describe` gives text and line of an exception, or None while nothing is recorded."""

    def __init__(self, describe: Callable[[BaseException], tuple[str, int] | None]) -> None:
        self._describe = describe
        self._kept: list[_Kept] = []
        Future._exception = self._watched("_exception", lambda future: True)  # type: ignore[attr-defined]
        ApplyResult._value = self._watched("_value", lambda result: result.__dict__.get("_success") is False)  # type: ignore[attr-defined]
        self._watch_items(IMapIterator)
        self._watch_items(IMapUnorderedIterator)

    def report(self) -> Iterator[dict[str, Any]]:
        """One of each error and line, unless one like it was read."""
        read = {(kept.error, kept.line) for kept in self._kept if self._is_read(kept)}
        for error, line in dict.fromkeys((kept.error, kept.line) for kept in self._kept):
            if (error, line) not in read:
                yield {"error": error, "line": line}

    @staticmethod
    def _is_read(kept: _Kept) -> bool:
        return kept.read or (kept.raised is not None and kept.raised.__traceback__ is not None)

    def _watched(self, name: str, failed: Callable[[Any], bool]) -> property:
        def read(holder: Any) -> Any:
            value = holder.__dict__[name]
            if value is not None and "_overlap" in holder.__dict__:
                holder.__dict__["_overlap"].read = True
            return value

        def write(holder: Any, value: Any) -> None:
            holder.__dict__[name] = value
            if isinstance(value, BaseException) and failed(holder):
                kept = self._keep(value)
                if kept is not None:
                    holder.__dict__["_overlap"] = kept

        return property(read, write)

    def _watch_items(self, iterator: Any) -> None:
        """An item's error comes from another process without a traceback: it has one when it was raised here."""
        put = iterator._set

        def _set(items: Any, i: int, item: tuple[bool, Any]) -> None:
            ok, value = item
            if not ok and isinstance(value, BaseException) and value.__traceback__ is None:
                self._keep(value, value)
            put(items, i, item)

        iterator._set = _set

    def _keep(self, error: BaseException, raised: BaseException | None = None) -> _Kept | None:
        try:
            described = self._describe(error) if len(self._kept) < MAX_KEPT else None
            if described is None:
                return None
            text, line = described
            kept = _Kept(text, line or _line_in_worker(error), raised)
            self._kept.append(kept)
            return kept
        except Exception:
            return None  # evidence must never change what the program does


def _line_in_worker(error: BaseException) -> int:
    """A worker process sends its traceback as text."""
    found = _LINE_IN_WORKER.findall(str(getattr(error.__cause__, "tb", ""))[-16_384:])
    return int(found[-1]) if found else 0
