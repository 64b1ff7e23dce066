"""What the program wrote: its head and its tail are kept, what lies between is counted."""

from collections import deque


class Output:
    def __init__(self, kept: int) -> None:
        self.total = 0
        self._room = kept // 2
        self._tail_limit = kept - self._room
        self._head: list[tuple[str, bytes]] = []
        self._tail: deque[tuple[str, bytes]] = deque()
        self._tail_bytes = 0
        self._streamed = 0

    def write(self, stream: str, data: bytes) -> None:
        self.total += len(data)
        if self._room:
            part, data = data[: self._room], data[self._room :]
            self._head.append((stream, part))
            self._room -= len(part)
        if data:
            self._tail.append((stream, data))
            self._tail_bytes += len(data)
            while self._tail_bytes - len(self._tail[0][1]) >= self._tail_limit:
                self._tail_bytes -= len(self._tail.popleft()[1])

    def news(self) -> list[dict[str, str]]:
        """Chunks of the head that were not yet given out."""
        fresh, self._streamed = self._head[self._streamed :], len(self._head)
        return _chunks(fresh)

    def report(self) -> tuple[list[dict[str, str]], int]:
        """All kept chunks in order, and how many bytes were dropped between head and tail."""
        tail = list(self._tail)
        excess = self._tail_bytes - self._tail_limit
        if excess > 0:
            stream, data = tail[0]
            tail[0] = (stream, data[excess:])
        kept = sum(len(data) for _, data in self._head) + sum(len(data) for _, data in tail)
        dropped = self.total - kept
        if not dropped:
            return _chunks([*self._head, *tail]), 0
        return _chunks(self._head) + _chunks(tail), dropped


def _chunks(parts: list[tuple[str, bytes]]) -> list[dict[str, str]]:
    """Neighbours of one stream joined first, so that a character cut in two by a write is whole again."""
    joined: list[tuple[str, bytearray]] = []
    for stream, data in parts:
        if joined and joined[-1][0] == stream:
            joined[-1][1].extend(data)
        else:
            joined.append((stream, bytearray(data)))
    return [{"stream": stream, "text": data.decode("utf-8", "replace")} for stream, data in joined]
