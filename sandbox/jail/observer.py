"""Watches a run from outside through /proc: who ran, who waited and for what. The learner cannot forge it."""

import os
import platform
import time
from typing import Any

from tracer import HELPER_NAME

MAX_LANES = 200
MAX_CHANGES = 2000
MAX_SAMPLE_S = 0.050  # a swarm that leaves init hardly a core must not keep it from the clock
_TRACER = b"(" + HELPER_NAME + b")"
_NANOSECONDS_PER_MS = 1e6
_MS_PER_TICK = 1000 / os.sysconf("SC_CLK_TCK")
_PROCESS_CPU = 2  # the kind of clock in a clock id that has a process in it, see clock_getcpuclockid(3)

_SOCKET_TABLES = ("tcp", "tcp6", "udp", "udp6")
_MAX_TABLE_BYTES = 1 << 20

# System call numbers by what a thread that sleeps in them waits for.
_WAITS = {
    "x86_64": {
        "sleep": (35, 230),
        "network": (42, 43, 44, 45, 46, 47, 288, 299, 307),
        "loop": (232, 281, 441),
        "lock": (202, 240, 243, 220, 449),
        "child": (61, 247),
        "pipe": (0, 1, 17, 18, 19, 20, 275, 276),
        "poll": (7, 23, 270, 271),
    },
    "aarch64": {
        "sleep": (101, 115),
        "network": (202, 203, 206, 207, 211, 212, 242, 243, 269),
        "loop": (22, 441),
        "lock": (98, 182, 183, 192, 449),
        "child": (95, 260),
        "pipe": (63, 64, 65, 66, 67, 68, 76, 77),
        "poll": (72, 73),
    },
}
_SEPARATE = {"sleep", "network", "child", "pipe"}
_KIND_BY_NUMBER = {number: kind for kind, numbers in _WAITS.get(platform.machine(), {}).items() for number in numbers}


class Lane:
    """One thread: exact totals from the scheduler, and its states as changes."""

    __slots__ = ("pid", "tid", "command", "start", "end", "cpu", "queued", "slices", "changes", "at", "waits")

    def __init__(self, pid: int, tid: int, now: float) -> None:
        self.pid, self.tid, self.command, self.slices = pid, tid, "", 0
        self.start = self.end = self.at = now
        self.cpu = self.queued = 0.0
        self.changes: list[tuple[float, str]] = []
        self.waits: dict[str, float] = {}

    def see(self, now: float, state: str, cpu: float, queued: float, slices: int) -> None:
        elapsed, ran = now - self.at, cpu - self.cpu
        # A wait that the thread left and took up again between two samples is a new one.
        woke = slices > self.slices and state in _SEPARATE
        if not self.changes or self.changes[-1][1] != state or woke:
            if len(self.changes) < MAX_CHANGES:
                self.changes.append((round(self.at, 2), state))
        if state not in ("running", "ready"):
            self.waits[state] = self.waits.get(state, 0.0) + max(0.0, elapsed - ran)
        self.at = self.end = now
        self.cpu, self.queued, self.slices = cpu, queued, slices

    def report(self) -> dict[str, Any]:
        return {
            "pid": self.pid,
            "tid": self.tid,
            **({"command": self.command} if self.command else {}),
            "startMs": round(self.start, 2),
            "endMs": round(self.end, 2),
            "cpuMs": round(self.cpu, 2),
            "queuedMs": round(self.queued, 2),
            "states": self.changes,
        }


class Observer:
    """Samples every process of the run's pid namespace but `ignored` (init itself, the practice web).

    The learner's process waits for its job with some start-up behind it, which is left out of its lane.
    """

    def __init__(self, main: int) -> None:
        self.ignored = {1}
        self.lanes: dict[tuple[int, int], Lane] = {}
        self.processes = {main}
        self._alive = [main]
        self._ended_children_ms: dict[int, float] = {}
        self._networked: set[int] = set()
        self.tracer_cpu_ms = 0.0
        self._main = main
        self._base_cpu_ms, self._base_queued_ms, _ = _scheduled(f"/proc/{main}/task/{main}/") or (0.0, 0.0, 0)

    def sample(self, now: float) -> None:
        """`now` in ms since the program started."""
        self._alive = [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if pid not in self.ignored]
        self.processes.update(self._alive)
        give_up = time.perf_counter() + MAX_SAMPLE_S
        for pid in self._alive:
            if time.perf_counter() > give_up:
                return
            try:
                threads = os.listdir(f"/proc/{pid}/task")
            except OSError:
                continue
            for tid in threads[:MAX_LANES]:
                self._sample_thread(pid, int(tid), now)

    def _sample_thread(self, pid: int, tid: int, now: float) -> None:
        folder = f"/proc/{pid}/task/{tid}/"
        stat, scheduled = _read(folder + "stat"), _scheduled(folder)
        if not stat or scheduled is None:
            return
        cpu, queued, slices = scheduled
        if tid == self._main:
            cpu, queued = cpu - self._base_cpu_ms, queued - self._base_queued_ms
        if tid == self._main + 1 and _TRACER in stat:  # made before any of the learner's; a name alone could be forged
            self.tracer_cpu_ms = max(self.tracer_cpu_ms, cpu)
            return
        key = (pid, tid)
        lane = self.lanes.get(key)
        if lane is None:
            if len(self.lanes) >= MAX_LANES:
                return
            lane = self.lanes[key] = Lane(pid, tid, 0.0 if tid == self._main else now)
        if tid == pid:
            user, system = stat[stat.rindex(b")") + 2 :].split(b" ", 15)[13:15]
            self._ended_children_ms[pid] = (int(user) + int(system)) * _MS_PER_TICK
        letter = stat[stat.rindex(b")") + 2 : stat.rindex(b")") + 3]
        elapsed = now - lane.at
        if letter == b"R":
            # Runnable: on a core unless most of the interval was spent in the run queue.
            state = "ready" if elapsed > 0 and queued - lane.queued > elapsed / 2 else "running"
        elif letter == b"D":
            state = "disk"
        elif letter in (b"Z", b"X"):
            return
        else:
            state = self._waiting_for(pid, folder)
        command = stat[stat.index(b"(") + 1 : stat.rindex(b")")]
        lane.command = "" if command.startswith(b"python") else command.decode("utf-8", "replace")
        lane.see(now, state, cpu, queued, slices)

    def _waiting_for(self, pid: int, folder: str) -> str:
        call, *arguments = _read(folder + "syscall").split(b" ")
        if call == b"running":
            return "running"
        kind = _KIND_BY_NUMBER.get(int(call), "other") if call.lstrip(b"-").isdigit() else "other"
        if kind == "pipe" and arguments:
            return _descriptor_kind(pid, int(arguments[0], 16))
        return self._poll_kind(pid) if kind == "poll" else kind

    def _poll_kind(self, pid: int) -> str:
        """poll and select serve sockets with a time limit and pipes of children alike: look what the process holds."""
        if pid not in self._networked and any(_descriptor_kind(pid, fd) == "network" for fd in _descriptors(pid)):
            self._networked.add(pid)
        return "network" if pid in self._networked else "pipe"

    def cpu_ms(self) -> float:
        """CPU time of all threads, our own tracer's left out."""
        return sum(lane.cpu for lane in self.lanes.values())

    def states(self) -> set[str]:
        """What the threads that live were at in the last sample."""
        now = max((lane.at for lane in self.lanes.values()), default=0.0)
        return {lane.changes[-1][1] for lane in self.lanes.values() if lane.at == now and lane.changes}

    def processes_cpu_ms(self) -> float:
        """CPU time of those that live, since they began, and of their children that have ended and been waited for."""
        return sum((process_cpu_ms(pid) or 0.0) + self._ended_children_ms.get(pid, 0.0) for pid in self._alive)

    def gone(self, pid: int) -> None:
        """Init has waited for it."""
        if pid in self._alive:
            self._alive.remove(pid)

    def queued_ms(self) -> float:
        return sum(lane.queued for lane in self.lanes.values())

    def thread_count(self) -> int:
        return max(1, len(self.lanes))

    def waiting(self) -> dict[str, float]:
        total: dict[str, float] = {}
        for lane in self.lanes.values():
            for kind, ms in lane.waits.items():
                total[kind] = total.get(kind, 0.0) + ms
        return {kind: round(ms, 2) for kind, ms in total.items()}

    def resident_bytes(self) -> int:
        """Proportional memory of all processes, read only where no cgroup counts it."""
        total = 0
        for pid in self._alive:
            for line in _read(f"/proc/{pid}/smaps_rollup").splitlines():
                if line.startswith(b"Pss:"):
                    total += int(line.split()[1]) * 1024
        return total


def socket_bytes() -> int:
    """What TCP and UDP sockets of the run's network hold unread or unsent, read only where no cgroup counts it."""
    total = 0
    for table in _SOCKET_TABLES:
        try:
            with open(f"/proc/self/net/{table}", "rb") as file:
                rows = file.read(_MAX_TABLE_BYTES).splitlines()[1:]
        except OSError:
            continue
        for row in rows:
            queues = row.split(None, 5)[4:5]
            sent, _, received = queues[0].partition(b":") if queues else (b"", b"", b"")
            if received:  # the last row may be cut
                total += int(sent, 16) + int(received, 16)
    return total


def process_cpu_ms(pid: int) -> float | None:
    """CPU time of all threads of a process, ended ones included; None when it is gone."""
    try:
        return time.clock_gettime(~pid << 3 | _PROCESS_CPU) * 1000
    except OSError:
        return None


def _scheduled(folder: str) -> tuple[float, float, int] | None:
    """Exact ms on a core, ms in the run queue, and how often it was put on a core, since the thread began."""
    fields = _read(folder + "schedstat").split()
    if len(fields) < 3:
        return None
    return int(fields[0]) / _NANOSECONDS_PER_MS, int(fields[1]) / _NANOSECONDS_PER_MS, int(fields[2])


def _descriptors(pid: int) -> list[int]:
    try:
        return [fd for fd in map(int, os.listdir(f"/proc/{pid}/fd")) if fd > 2]
    except OSError:
        return []


def _descriptor_kind(pid: int, descriptor: int) -> str:
    """TLS reads its socket with read(2), as files are read."""
    try:
        return "network" if os.readlink(f"/proc/{pid}/fd/{descriptor}").startswith("socket:") else "pipe"
    except OSError:
        return "pipe"


def _read(path: str) -> bytes:
    try:
        fd = os.open(path, os.O_RDONLY)
    except OSError:
        return b""
    try:
        return os.read(fd, 4096)
    except OSError:
        return b""
    finally:
        os.close(fd)
