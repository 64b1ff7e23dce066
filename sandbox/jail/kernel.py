"""System calls that Python has no function for, through libc."""

import ctypes
import errno
import fcntl
import os
import socket
import struct

CLONE_NEWNS = 0x00020000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC = 1, 2, 4, 8
MS_MOVE = 8192
MNT_DETACH = 2

_PR_SET_DUMPABLE = 4
_PR_SET_NAME = 15
_PR_SET_NO_NEW_PRIVS = 38
_SIOCSIFADDR = 0x8916
_SIOCSIFFLAGS = 0x8914
_IFF_UP_LOOPBACK_RUNNING = 0x1 | 0x8 | 0x40

_MOUNT_SETATTR = 442  # on every architecture
_AT_FDCWD, _AT_RECURSIVE = -100, 0x8000
_MOUNT_ATTR_RDONLY = 1

_libc = ctypes.CDLL(None, use_errno=True)


def _check(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def unshare(flags: int) -> None:
    _check(_libc.unshare(flags), "unshare")


def setns(fd: int, kind: int) -> None:
    _check(_libc.setns(fd, kind), "setns")


def mount(kind: str, target: str, flags: int, options: str = "") -> None:
    _check(_libc.mount(kind.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), options.encode()), f"mount {target}")


def unmount(target: str) -> None:
    _check(_libc.umount2(target.encode(), MNT_DETACH), f"umount {target}")


def move_mount(source: str, target: str) -> None:
    _check(_libc.mount(source.encode(), target.encode(), None, ctypes.c_ulong(MS_MOVE), None), f"move {source}")


def pivot_root_here() -> None:
    """Makes the working folder, a mount point, the root, and lets go of the old one."""
    _check(_libc.pivot_root(b".", b"."), "pivot_root")
    unmount(".")


def read_only_all_below(path: str) -> None:
    """Mounts made later are not concerned. Before Linux 5.12 it does nothing."""
    attributes = struct.pack("4Q", _MOUNT_ATTR_RDONLY, 0, 0, 0)
    result = _libc.syscall(_MOUNT_SETATTR, _AT_FDCWD, path.encode(), _AT_RECURSIVE, attributes, ctypes.c_size_t(len(attributes)))
    if result != 0 and ctypes.get_errno() != errno.ENOSYS:
        _check(result, f"mount_setattr {path}")


def no_new_privileges() -> None:
    _check(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs")


def visible_to_own_user() -> None:
    """After a change of user a process hides its /proc files even from itself; a program started afresh does not."""
    _check(_libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0), "dumpable")


def name_thread(name: bytes) -> None:
    """Names the calling thread, at most 15 bytes, as seen in /proc."""
    _check(_libc.prctl(_PR_SET_NAME, name, 0, 0, 0), "thread name")


def loopback_up(alias: str) -> None:
    """Brings `lo` up, with `alias` as a second address of it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        fcntl.ioctl(s, _SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", _IFF_UP_LOOPBACK_RUNNING))
        address = struct.pack("HH4s8x", socket.AF_INET, 0, socket.inet_aton(alias))
        fcntl.ioctl(s, _SIOCSIFADDR, struct.pack("16s16s", b"lo:1", address))
