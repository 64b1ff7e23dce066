"""What the kernel counts for the whole container, where the host gives it a cgroup (v1 or v2)."""

import os

_NANOSECONDS_PER_MS = 1e6
_MICROSECONDS_PER_MS = 1e3


class Account:
    """Opened once by the fork server before /sys/fs/cgroup is unmounted; runs read through the descriptors."""

    def __init__(self) -> None:
        self._usage = _open("/sys/fs/cgroup/memory/memory.usage_in_bytes") or _open("/sys/fs/cgroup/memory.current")
        self._events = _open("/sys/fs/cgroup/memory/memory.oom_control") or _open("/sys/fs/cgroup/memory.events")
        self._cpu_v1 = _open("/sys/fs/cgroup/cpuacct/cpuacct.usage")
        self._cpu_v2 = None if self._cpu_v1 is not None else _open("/sys/fs/cgroup/cpu.stat")

    @property
    def counts_memory(self) -> bool:
        return self._usage is not None

    @staticmethod
    def limited() -> bool:
        """Whether the kernel holds this container to a memory and a process limit. Ask before /sys/fs/cgroup is unmounted."""
        memory = _bound("memory/memory.limit_in_bytes") or _bound("memory.max")
        return memory is not None and (_bound("pids/pids.max") or _bound("pids.max")) is not None

    def cpu_ms(self) -> float | None:
        """CPU time of all that ever ran here, ended processes included; None where nobody counts it."""
        if self._cpu_v1 is not None:
            return int(os.pread(self._cpu_v1, 32, 0)) / _NANOSECONDS_PER_MS
        if self._cpu_v2 is not None:
            key, value, *_ = os.pread(self._cpu_v2, 1024, 0).split()
            return int(value) / _MICROSECONDS_PER_MS if key == b"usage_usec" else None
        return None

    def memory_bytes(self) -> int:
        return int(os.pread(self._usage, 32, 0)) if self._usage is not None else 0

    def kills(self) -> int:
        """How many processes the kernel has killed here for want of memory."""
        if self._events is None:
            return 0
        for line in os.pread(self._events, 1024, 0).splitlines():
            key, _, value = line.partition(b" ")
            if key == b"oom_kill":
                return int(value)
        return 0


def _bound(name: str) -> int | None:
    """A limit; without one, version 1 of cgroups says almost 2 ** 63 for memory and version 2 says "max"."""
    try:
        with open(f"/sys/fs/cgroup/{name}") as file:
            limit = int(file.read())
    except (OSError, ValueError):
        return None
    return limit if limit < 1 << 60 else None


def _open(path: str) -> int | None:
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
