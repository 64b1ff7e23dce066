"""Visitors of a program that serves: requests to its port, each timed from outside.

They live in a process of their own, under the practice web's user, and report numbers only, one visit a line:
nothing of what the program answers gets into the result. What they read is bounded in time and size.
"""

import asyncio
import json
import os
import resource
import time
from typing import Any

import kernel
import practiceweb
from syscalls import Filter

MAX_REPORT = 16 * 1024
_TOGETHER = 8  # side by side
_ROUTES = 3  # visited, of those found in the source
_ROUTE_S = 4.0  # for all visits to one route; one alone may take longer
_HOLD_S = 1.0  # connections stay open for so long when not all have had their answer
_SILENT_S = 0.5  # then a client says that nothing more comes from it
_QUIET_S = 0.05  # an answer of unknown length has ended when nothing follows for so long
_MAX_ANSWER = 256 * 1024
_MASK = b"\0\0\0\0"
_HELLO = b"\x81\x85" + _MASK + b"hello"
_GOODBYE = b"\x88\x82" + _MASK + b"\x03\xe8"

Address = tuple[str, int]
Route = dict[str, str]  # kind ("http", "websocket" or "raw"), method, path


def serve(address: Address, routes: list[Route], start: float, end: float, report: int, seccomp: Filter) -> None:
    """Makes the visits and returns. The program began at `start` and must be left alone at `end`, by `time.perf_counter`."""
    os.setgroups([])
    os.setresgid(practiceweb.UID, practiceweb.UID, practiceweb.UID)
    os.setresuid(practiceweb.UID, practiceweb.UID, practiceweb.UID)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
    kernel.no_new_privileges()
    seccomp.load()
    asyncio.run(_tour(address, routes[:_ROUTES], start, end, report))


async def _tour(address: Address, routes: list[Route], start: float, end: float, report: int) -> None:
    """Each route is visited once alone, then by as many side by side as there is time to serve one after another."""
    for number, route in enumerate(routes):
        until = min(end, time.perf_counter() + _ROUTE_S)
        alone = _Visit(address, route, _Party(1))
        await alone.make(end)
        visits = [alone]
        left = until - time.perf_counter()
        together = min(_TOGETHER, int(left / max(alone.lasted(), 0.001)))
        if alone.answered is not None and together > 1:
            party = _Party(together)
            side_by_side = [_Visit(address, route, party) for _ in range(together)]
            await asyncio.gather(*(visit.make(until) for visit in side_by_side))
            visits += side_by_side
        for visit in visits:
            os.write(report, json.dumps([number, *visit.told(start)]).encode() + b"\n")


class _Party:
    """Visits side by side. Those of connections that stay open leave when all have had an answer, or have waited long enough."""

    def __init__(self, size: int) -> None:
        self.size = self._left = size
        self.over = asyncio.Event()

    def one_answered(self) -> None:
        self._left -= 1
        if self._left == 0:
            self.over.set()
        asyncio.get_running_loop().call_later(_HOLD_S, self.over.set)


class _Visit:
    def __init__(self, address: Address, route: Route, party: _Party) -> None:
        self._address, self._route, self._party = address, route, party
        self._began = time.perf_counter()
        self.answered: float | None = None
        self._status = 0

    async def make(self, until: float) -> None:
        self._began = time.perf_counter()
        try:
            async with asyncio.timeout(max(0.01, until - self._began)):
                reader, writer = await asyncio.open_connection(*self._address, limit=_MAX_ANSWER)
                try:
                    await self._talk(reader, writer)
                finally:
                    writer.close()
        except (OSError, ValueError, EOFError, TimeoutError, asyncio.LimitOverrunError):
            pass  # no answer

    def lasted(self) -> float:
        return (self.answered or time.perf_counter()) - self._began

    def told(self, start: float) -> tuple[int, float, float | None, int]:
        answered = None if self.answered is None else round((self.answered - start) * 1000, 2)
        return self._party.size, round((self._began - start) * 1000, 2), answered, self._status

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        kind = self._route["kind"]
        writer.write(_request(self._route))
        if kind == "http":
            await self._read_http(reader)
            self.answered = time.perf_counter()
            return
        if kind == "websocket":
            self._status = _status_of(await reader.readuntil(b"\r\n\r\n"))
            if self._status != 101:
                return
            writer.write(_HELLO)
            await _some(reader)
        else:
            await self._read_raw(reader, writer)
        self.answered = time.perf_counter()
        self._party.one_answered()
        await self._party.over.wait()
        if kind == "websocket":
            writer.write(_GOODBYE)

    async def _read_http(self, reader: asyncio.StreamReader) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self._status = _status_of(head)
        fields = {name.strip().lower(): value.strip().lower() for name, _, value in (line.partition(b":") for line in head.split(b"\r\n"))}
        if fields.get(b"content-type", b"").startswith(b"text/event-stream"):
            return  # has no end
        length = fields.get(b"content-length")
        if length is not None:
            await reader.readexactly(min(int(length), _MAX_ANSWER))
            return
        read = 0
        while (data := await reader.read(65536)) and read < _MAX_ANSWER and not data.endswith(b"0\r\n\r\n"):
            read += len(data)

    async def _read_raw(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Whatever comes first, and what follows without a pause."""
        try:
            async with asyncio.timeout(_SILENT_S):
                self._status = _status_of(await _some(reader))
        except TimeoutError:
            if writer.can_write_eof():
                writer.write_eof()
            self._status = _status_of(await _some(reader))
        read = 0
        try:
            while read < _MAX_ANSWER:
                async with asyncio.timeout(_QUIET_S):
                    data = await reader.read(65536)
                if not data:
                    return
                read += len(data)
        except TimeoutError:
            pass


async def _some(reader: asyncio.StreamReader) -> bytes:
    data = await reader.read(65536)
    if not data:
        raise EOFError
    return data


def _request(route: Route) -> bytes:
    body = "{}" if route["method"] in ("POST", "PUT", "PATCH") else ""
    lines = [f"{route['method']} {route['path']} HTTP/1.1", "Host: localhost", "User-Agent: visitor", "Accept: */*"]
    if route["kind"] == "websocket":
        lines += ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dmlzaXRvciBvZiB0ZXN0cw=="]
    else:
        lines += ["Connection: close"]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode("ascii", "replace")


def _status_of(head: bytes) -> int:
    """The status of an HTTP answer; 0 for any other."""
    version, _, rest = head[:16].partition(b" ")
    return int(rest[:3]) if version.startswith(b"HTTP/") and rest[:3].isdigit() and rest[:1] != b"0" else 0
