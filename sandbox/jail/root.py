"""The slot's root folder as programs see it: without paths of the host, and read-only however it was mounted."""

import os

import kernel

_NEW = "/run"  # an empty folder, reused as the place to build at
_LIBRARIES = "/overlap/libraries"
_EMPTY = "/dev/shm"  # an overlay without a writable layer needs two others


def hide_host_path() -> None:
    """Puts an overlay in the place of the root, whose own entry in mountinfo tells where it is on the host.

    Where the kernel has no overlays for user namespaces (before Linux 5.11), the entry stays.
    """
    flags = kernel.MS_RDONLY | kernel.MS_NOSUID | kernel.MS_NODEV
    try:
        kernel.mount("overlay", _NEW, flags, f"lowerdir=/:{_EMPTY}")
    except OSError:
        return
    moved: list[str] = []
    try:
        for place in _directly_below_root():
            kernel.move_mount(place, _NEW + place)
            moved.append(place)
    except OSError:  # a runtime that shares its mounts: better a root with a path than no jail
        for place in reversed(moved):
            kernel.move_mount(_NEW + place, place)
        kernel.unmount(_NEW)
        return
    os.chdir(_NEW)
    kernel.pivot_root_here()
    os.chdir("/")


def hide_library_path() -> None:
    """Likewise for the operator's libraries, which are mounted from a folder of the host."""
    if not os.path.isdir(_LIBRARIES):
        return
    flags = kernel.MS_RDONLY | kernel.MS_NOSUID | kernel.MS_NODEV
    try:
        kernel.mount("overlay", _NEW, flags, f"lowerdir={_LIBRARIES}:{_EMPTY}")
    except OSError:
        return
    kernel.unmount(_LIBRARIES)
    kernel.move_mount(_NEW, _LIBRARIES)


def make_read_only() -> None:
    """All mounts there are now. Plain `ro` leaves a file system that is mounted further below a bind mount writable."""
    kernel.read_only_all_below("/")


def _directly_below_root() -> list[str]:
    with open("/proc/self/mountinfo") as file:
        rows = [line.split(" ", 5) for line in file]
    root = next(row[0] for row in rows if row[4] == "/")
    return list(dict.fromkeys(row[4] for row in rows if row[1] == root and row[4] not in ("/", _NEW)))
