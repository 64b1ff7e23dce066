"""When a program serves and has nothing else to do: visits to its port, and a kind end after them."""

import json
import os
import re
import signal
import time
from collections.abc import Callable
from typing import Any

import practiceweb
import visitor
from observer import Observer
from syscalls import Filter

CHECK_MS = 100.0
QUIET_MS = 700.0  # without computing, from which on a program has nothing else to do
SLEEPY_MS = 2000.0  # the same while one of its threads sleeps or waits for a child
TOUR_MS = 7500.0
LEAST_MS = 1500.0  # less is not worth a tour
ENDING_MS = 1500.0  # before the wall limit, for a kind end
INTERRUPTED_MS, TERMINATED_MS = 1000.0, 1500.0  # after SIGINT: when SIGTERM follows, and when all is killed
_BUSY = 0.2  # share of a core
_MAX_VISITS = 64
_PATH = re.compile(r"/[!-~]{0,200}")
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
_KINDS = ("http", "websocket", "raw")
_LISTENS = b"0A"
_MAX_TABLE_BYTES = 256 * 1024
_PRACTICE_PORTS = (80, 443)


class Visits:
    """Of one run. Without routes it does nothing."""

    def __init__(self, routes: list[dict[str, Any]], observer: Observer, start: float, wall_ms: float) -> None:
        self._routes = [_checked(route) for route in routes]
        self._observer, self._start, self._wall_ms = observer, start, wall_ms
        self._next_check_ms = CHECK_MS
        self._quiet_since_ms, self._cpu_ms = 0.0, 0.0
        self._pid, self._report = 0, -1
        self._told = b""
        self._over_ms = 0.0
        self._interrupted_ms: float | None = None
        self._is_terminated = False
        self.made: list[dict[str, Any]] = []

    @property
    def is_ending(self) -> bool:
        """The program was asked to end: what it says of that is none of its own."""
        return self._interrupted_ms is not None

    def due(self, now_ms: float) -> visitor.Address | None:
        """Where to go now; None while there is nowhere to go, or the program is at something."""
        if not self._routes or self._pid or now_ms < self._next_check_ms:
            return None
        self._next_check_ms = now_ms + CHECK_MS
        if self._wall_ms - ENDING_MS - now_ms < LEAST_MS:
            self._routes = []
            return None
        cpu_ms, states = self._observer.cpu_ms(), self._observer.states()
        used, self._cpu_ms = cpu_ms - self._cpu_ms, cpu_ms
        address, has_peers = _listening()
        if has_peers:
            self._routes = []  # it has visitors of its own
            return None
        if address is None or used > _BUSY * CHECK_MS or not states.isdisjoint(("running", "ready")):
            self._quiet_since_ms = now_ms
            return None
        wanted = QUIET_MS if states.isdisjoint(("sleep", "child")) else SLEEPY_MS
        return address if now_ms - self._quiet_since_ms >= wanted else None

    def begin(self, now_ms: float, address: visitor.Address, seccomp: Filter, keep_only: Callable[[set[int]], None]) -> int:
        """Sends the visitors, who live in the process whose id it gives."""
        self._over_ms = min(now_ms + TOUR_MS, self._wall_ms - ENDING_MS)
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                keep_only({writing})
                end = self._start + self._over_ms / 1000
                visitor.serve(address, self._routes, self._start, end, writing, seccomp)
            finally:
                os._exit(0)
        os.close(writing)
        os.set_blocking(reading, False)
        self._pid, self._report = pid, reading
        return pid

    def read(self) -> None:
        """Takes what the visitors report."""
        try:
            data = os.read(self._report, visitor.MAX_REPORT)
        except OSError:
            return
        self._told = (self._told + data)[: visitor.MAX_REPORT]
        *lines, self._told = self._told.split(b"\n")
        for line in lines:
            route, together, started, answered, status = json.loads(line)
            if len(self.made) < _MAX_VISITS:
                self.made.append({"route": route, "together": together, "startMs": started, "answeredMs": answered, "status": status or None})

    def end(self, now_ms: float, is_over: bool, main: int) -> bool:
        """Asks the program to end once its visitors have left, where one was answered. True when it has had its time for that."""
        if not self._pid:
            return False
        if self._interrupted_ms is None:
            if now_ms > self._over_ms + CHECK_MS and not is_over:
                _send(self._pid, signal.SIGKILL)
            if is_over and any(visit["answeredMs"] is not None for visit in self.made):
                self._interrupted_ms = now_ms
                _send(main, signal.SIGINT)
            return False
        since_ms = now_ms - self._interrupted_ms
        if since_ms > INTERRUPTED_MS and not self._is_terminated:
            self._is_terminated = True
            _send(main, signal.SIGTERM)
        return since_ms > TERMINATED_MS


def _checked(route: dict[str, Any]) -> visitor.Route:
    kind, method, path = (str(route.get(key)) for key in ("kind", "method", "path"))
    return {
        "kind": kind if kind in _KINDS else "http",
        "method": method if method in _METHODS else "GET",
        "path": path if _PATH.fullmatch(path) else "/",
    }


def _listening() -> tuple[visitor.Address | None, bool]:
    """The first port that a program of the run listens on, and whether anybody is or was connected to one."""
    rows = [row for table in ("tcp", "tcp6") for row in _rows(table)]
    ports = [(address, port) for address, port, _, state in rows if state == _LISTENS]
    open_ports = {port for address, port in ports if not (address == practiceweb.ADDRESS and port in _PRACTICE_PORTS)}
    has_peers = any(state != _LISTENS and open_ports & {port, peer} for _, port, peer, state in rows)
    for address, port in ports:
        if port in open_ports and not (address == practiceweb.ADDRESS and port in _PRACTICE_PORTS):
            return (address, port), has_peers
    return None, has_peers


def _rows(table: str) -> list[tuple[str, int, int, bytes]]:
    """Address, port, the peer's port and state of each socket. Where a program listens on all addresses, it is loopback's."""
    try:
        with open(f"/proc/self/net/{table}", "rb") as file:
            lines = file.read(_MAX_TABLE_BYTES).splitlines()[1:]
    except OSError:
        return []
    rows = []
    for fields in (line.split(None, 4) for line in lines):
        if len(fields) < 5:  # the last row may be cut
            continue
        (address, _, port), (_, _, peer) = fields[1].partition(b":"), fields[2].partition(b":")
        rows.append((_address(address), int(port, 16), int(peer, 16), fields[3]))
    return rows


def _address(hexadecimal: bytes) -> str:
    if len(hexadecimal) > 8:
        return "::1" if not hexadecimal.startswith(b"0" * 16 + b"FFFF") else _address(hexadecimal[24:])
    octets = bytes.fromhex(hexadecimal.decode())[::-1]
    return ".".join(map(str, octets)) if any(octets) else "127.0.0.1"


def _send(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass
