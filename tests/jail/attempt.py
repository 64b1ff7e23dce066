"""Lies beside attacks that import it: tries a thing and says who won. Only `ALLOWED` is a broken wall."""

import ctypes
import errno
import os
import platform

libc = ctypes.CDLL(None, use_errno=True)

NUMBERS = {
    "x86_64": dict(
        ptrace=101, mount=165, umount2=166, pivot_root=155, chroot=161, unshare=272, setns=308, clone=56, clone3=435,
        keyctl=250, add_key=248, request_key=249, bpf=321, perf_event_open=298, io_uring_setup=425, userfaultfd=323,
        process_vm_readv=310, process_vm_writev=311, kcmp=312, open_by_handle_at=304, name_to_handle_at=303,
        mknod=133, mknodat=259, sethostname=170, settimeofday=164, clock_settime=227, reboot=169, swapon=167,
        init_module=175, finit_module=313, kexec_load=246, syslog=103, acct=163, quotactl=179, vhangup=153,
        fsopen=430, open_tree=428, move_mount=429, mount_setattr=442, pidfd_getfd=438, fanotify_init=300,
        io_uring_enter=426, io_uring_register=427, vmsplice=278, personality=135, modify_ldt=154, iopl=172, ioperm=173,
        setrlimit=160, prlimit64=302,
    ),
    "aarch64": dict(
        ptrace=117, mount=40, umount2=39, pivot_root=41, chroot=51, unshare=97, setns=268, clone=220, clone3=435,
        keyctl=219, add_key=217, request_key=218, bpf=280, perf_event_open=241, io_uring_setup=425, userfaultfd=282,
        process_vm_readv=270, process_vm_writev=271, kcmp=272, open_by_handle_at=265, name_to_handle_at=264,
        mknodat=33, sethostname=161, settimeofday=170, clock_settime=112, reboot=142, swapon=224, init_module=105,
        finit_module=273, kexec_load=104, syslog=116, acct=89, quotactl=60, vhangup=58, fsopen=430, open_tree=428,
        move_mount=429, mount_setattr=442, pidfd_getfd=438, fanotify_init=262, io_uring_enter=426,
        io_uring_register=427, vmsplice=75, personality=92, setrlimit=164, prlimit64=261,
    ),
}[platform.machine()]


def call(name: str, *arguments: object) -> int:
    """The system call's result, or minus the error number."""
    result = libc.syscall(ctypes.c_long(NUMBERS[name]), *arguments)
    return -ctypes.get_errno() if result == -1 else result


def refused(name: str, *arguments: object) -> None:
    """Prints `name refused` when the kernel says no: not permitted, or no such call. Other errors mean it was let in."""
    if name not in NUMBERS:
        return
    result = call(name, *arguments)
    if result == 0 and name in ("clone", "clone3"):
        os._exit(0)
    answer = "refused" if -result in (errno.EPERM, errno.ENOSYS, errno.EACCES) else f"ALLOWED {result}"
    print(name, answer, flush=True)


def unreadable(path: str) -> None:
    """Prints `path hidden` unless something can be read there."""
    try:
        with open(path, "rb") as file:
            content = file.read(4096)
    except OSError:
        content = b""
    print(path, f"ALLOWED {content[:80]!r}" if content else "hidden", flush=True)


def fails(what: str, function: object, *arguments: object) -> None:
    """Prints `what refused` when the call raises."""
    try:
        result = function(*arguments)  # type: ignore[operator]
    except (OSError, ValueError, PermissionError) as error:
        print(what, "refused", type(error).__name__, flush=True)
    else:
        print(what, "ALLOWED", repr(result)[:80], flush=True)
