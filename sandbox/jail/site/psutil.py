"""psutil on a /proc without files about the machine: they are made of what the sandbox itself has and does.

Stands before the installed psutil in `sys.path`, loads it, and leaves it in its own place.
"""

import builtins
import importlib.machinery
import importlib.util
import io
import os
import resource
import sys
import time
from typing import Any

_TICKS = os.sysconf("SC_CLK_TCK")


def _stat() -> str:
    """Computing is what the run's own processes did; the cores were idle otherwise."""
    cores = os.cpu_count() or 1
    up = int(time.clock_gettime(time.CLOCK_BOOTTIME) * _TICKS)
    busy = 0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with builtins.open(f"/proc/{pid}/stat", "rb") as file:
                fields = file.read().rpartition(b")")[2].split()
        except OSError:
            continue
        busy += sum(map(int, fields[11:15]))
    share = busy // cores
    rows = [f"cpu {busy} 0 0 {max(0, up * cores - busy)} 0 0 0 0 0 0"]
    rows += [f"cpu{core} {share} 0 0 {max(0, up - share)} 0 0 0 0 0 0" for core in range(cores)]
    return "\n".join([*rows, "intr 0", "ctxt 0", f"btime {int(time.time() - up / _TICKS)}", "softirq 0", ""])


def _meminfo() -> str:
    """`enter_namespaces` gives /dev/shm half of what a run may use."""
    shm = os.statvfs("/dev/shm")
    total = 2 * shm.f_blocks * shm.f_frsize // 1024
    used = 0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with builtins.open(f"/proc/{pid}/statm", "rb") as file:
                _, resident, shared = map(int, file.read().split()[:3])
        except OSError:
            continue
        used += (resident - shared) * resource.getpagesize() // 1024
    free = max(0, total - used)
    rows = {"MemTotal": total, "MemFree": free, "MemAvailable": free, "SwapTotal": 0, "SwapFree": 0}
    zero = ("Buffers", "Cached", "Shmem", "Active", "Inactive", "SReclaimable", "Slab")
    return "".join(f"{name}: {kib} kB\n" for name, kib in {**rows, **dict.fromkeys(zero, 0)}.items())


def _cpuinfo() -> str:
    cores = range(os.cpu_count() or 1)
    return "".join(f"processor\t: {core}\nphysical id\t: 0\ncore id\t: {core}\ncpu cores\t: {len(cores)}\n\n" for core in cores)


_MADE = {
    "/proc/stat": _stat,
    "/proc/meminfo": _meminfo,
    "/proc/cpuinfo": _cpuinfo,
    "/proc/vmstat": lambda: "pswpin 0\npswpout 0\n",
}


def _open(path: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
    make = _MADE.get(path)
    if make is None:
        if isinstance(path, str) and path.startswith("/proc/net/"):
            path = "/proc/self/net/" + path.removeprefix("/proc/net/")
        return builtins.open(path, mode, *arguments, **options)
    return io.BytesIO(make().encode()) if "b" in mode else io.StringIO(make())


def _load() -> None:
    elsewhere = [folder for folder in sys.path if folder != os.path.dirname(__file__)]
    spec = importlib.machinery.PathFinder.find_spec(__name__, elsewhere)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"No module named {__name__!r}", name=__name__)
    module = importlib.util.module_from_spec(spec)
    sys.modules[__name__] = module
    importlib.import_module(f"{__name__}._common").open = _open  # type: ignore[attr-defined]
    spec.loader.exec_module(module)


_load()
