"""Seccomp filters, the learner's and init's: what each needs is allowed, the rest does not exist.

Built once by libseccomp in the fork server and loaded by each run with two system calls.
"""

import ctypes
import errno
import os
import stat
from collections.abc import Callable

# They would flush disks of the host; what a program writes is in memory, where there is nothing to flush. `readahead` is
# a hint, which would read whole files of the host for nothing.
DONE_ALREADY = ("sync", "syncfs", "fsync", "fdatasync", "sync_file_range", "readahead")

# EPERM, as an unprivileged process gets it; everything in none of the tables is ENOSYS, so that libc falls back.
REFUSED = """
acct add_key adjtimex bpf chroot clock_adjtime clock_settime delete_module fanotify_init finit_module fsconfig fsmount
fsopen fspick init_module io_uring_enter io_uring_register io_uring_setup kcmp kexec_file_load kexec_load keyctl
lookup_dcookie mbind migrate_pages mount mount_setattr move_mount move_pages name_to_handle_at
nfsservctl open_by_handle_at open_tree perf_event_open pidfd_getfd pivot_root process_madvise process_mrelease
process_vm_readv process_vm_writev ptrace quotactl quotactl_fd reboot request_key set_mempolicy setdomainname
sethostname setns settimeofday swapoff swapon syslog umount umount2 unshare uselib userfaultfd ustat vhangup vmsplice
""".split()

ALLOWED = """
accept accept4 access alarm arch_prctl bind brk capget chdir chmod chown clock_getres clock_gettime clock_nanosleep
close close_range connect copy_file_range creat dup dup2 dup3 epoll_create epoll_create1 epoll_ctl epoll_pwait
epoll_pwait2 epoll_wait eventfd eventfd2 execve execveat exit exit_group faccessat faccessat2 fallocate
fchdir fchmod fchmodat fchmodat2 fchown fchownat fgetxattr flistxattr flock fork fremovexattr fsetxattr
fstat fstatfs ftruncate futex futex_waitv get_mempolicy get_robust_list getcpu getcwd getdents getdents64
getegid geteuid getgid getgroups getitimer getpeername getpgid getpgrp getpid getppid getpriority getrandom
getresgid getresuid getrlimit getrusage getsid getsockname getsockopt gettid gettimeofday getuid getxattr
inotify_add_watch inotify_init inotify_init1 inotify_rm_watch
ioctl ioprio_get ioprio_set kill landlock_add_rule landlock_create_ruleset landlock_restrict_self lchown lgetxattr
link linkat listen listxattr llistxattr lremovexattr lseek lsetxattr lstat membarrier memfd_create mincore
mkdir mkdirat mlock mlock2 mlockall mmap mprotect mq_getsetattr mq_notify mq_open mq_timedreceive mq_timedsend
mq_unlink mremap msgctl msgget msgrcv msgsnd munlock munlockall munmap nanosleep newfstatat pause personality
pidfd_open pidfd_send_signal pipe pipe2 pkey_alloc pkey_free pkey_mprotect poll ppoll
prctl pread64 preadv pselect6 pwrite64 pwritev read readlink readlinkat readv
recvfrom recvmmsg recvmsg removexattr rename renameat renameat2 restart_syscall rmdir rseq rt_sigaction
rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_tgsigqueueinfo
sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getattr sched_getparam sched_getscheduler
sched_rr_get_interval sched_setaffinity sched_setattr sched_setparam sched_setscheduler sched_yield select
semctl semget semop semtimedop sendfile set_robust_list set_tid_address setfsgid setfsuid
setgid setgroups setitimer setpgid setpriority setregid setresgid setresuid setreuid setsid setsockopt
setuid setxattr shmat shmctl shmdt shmget shutdown sigaltstack signalfd signalfd4 socketpair splice stat statfs
statx symlink symlinkat sysinfo tee tgkill time timer_create timer_delete
timer_getoverrun timer_gettime timer_settime timerfd_create timerfd_gettime timerfd_settime times tkill truncate
umask uname unlink unlinkat utime utimensat utimes vfork wait4 waitid write writev
""".split()

# Init's: it reads /proc and pipes, waits, kills, collects files, forks the practice web, and that serves sockets. It
# starts no program, mounts nothing and changes no file but those that it places.
INIT_ALLOWED = """
accept4 access bind brk chmod chown clock_getres clock_gettime clock_nanosleep close close_range connect dup dup2 dup3
epoll_create1 epoll_ctl epoll_pwait epoll_wait eventfd2 exit exit_group faccessat faccessat2 fchmodat fchown fchownat
fcntl fork fstat fstatfs futex getdents64 getegid geteuid getgid getpeername getpid getppid getrandom getresgid
getresuid getrusage getsockname getsockopt gettid gettimeofday getuid ioctl kill lchown listen lseek lstat madvise
memfd_create mkdir mkdirat mmap mprotect mremap munmap nanosleep newfstatat open openat pidfd_open pipe2 poll ppoll
prctl pread64 prlimit64 read readlink readlinkat readv recvfrom recvmsg restart_syscall rseq rt_sigaction
rt_sigprocmask rt_sigreturn sched_getaffinity sched_yield sendfile sendmsg sendto set_robust_list set_tid_address
setgroups setresgid setresuid setrlimit setsockopt shutdown sigaltstack socketpair stat statfs statx sysinfo tgkill
time umask uname wait4 waitid write writev
""".split()

SOCKET_FAMILIES = (1, 2, 10)  # unix, inet, inet6
SOCKET_PROTOCOLS = (0, 1, 6, 17, 58)  # the family's own, ICMP, TCP, UDP, ICMPv6: neither UDP-Lite nor MPTCP
RESOURCES = 16  # RLIMIT_*
CORE = 4  # stays 1: with 0, a crash starts the program of the host that a core pattern pipes to
MSG_OOB = 1  # on AF_UNIX it has had holes (CVE-2025-38236), and hardly a program needs it
O_DIRECT = os.O_DIRECT  # reads from the host's disk what its memory has
RWF_DONTCACHE = 0x80  # the same for one read
MS_SYNC = 4  # flushes a disk, as fsync does
# Hints that would fill or empty the host's page cache are taken and ignored.
FILE_ADVICE, IGNORED_FILE_ADVICE = (0, 1, 2, 5), (3, 4)  # POSIX_FADV_*: WILLNEED, DONTNEED
MEMORY_ADVICE, IGNORED_MEMORY_ADVICE = (0, 1, 2, 4, *range(8, 26)), (3,)  # MADV_*: WILLNEED
F_SETFL = 4
OTHER_FCNTLS = (*range(4), *range(5, 12), 15, 16, 17, 36, 37, 38, *range(1024, 1045))
NAMESPACE_FLAGS = (0x80, 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000)  # CLONE_NEW*

_UDP_LITE, _MPTCP = 136, 262

_ALLOW = 0x7FFF0000
_ERRNO = 0x00050000
_KILL_PROCESS = 0x80000000
_NOT_EQUAL, _EQUAL, _GREATER, _MASKED_EQUAL = 1, 4, 6, 7
_INT = 0xFFFFFFFF  # the kernel reads no more of an int
_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_INSTRUCTION_BYTES = 8


class _Argument(ctypes.Structure):
    _fields_ = [("index", ctypes.c_uint), ("operator", ctypes.c_int), ("a", ctypes.c_uint64), ("b", ctypes.c_uint64)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p)]


class Filter:
    """A compiled seccomp filter. `load` binds the calling process and all that it starts from then on."""

    def __init__(self, rules: Callable[["_Rule"], None]) -> None:
        code = _compile(rules)
        self._code = ctypes.create_string_buffer(code, len(code))
        self._program = _Program(len(code) // _INSTRUCTION_BYTES, ctypes.cast(self._code, ctypes.c_void_p))
        self._prctl = ctypes.CDLL(None, use_errno=True).prctl

    def load(self) -> None:
        if self._prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(self._program), 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "seccomp filter was refused")


def learner_filter() -> Filter:
    return Filter(_learner_rules)


def init_filter() -> Filter:
    return Filter(_init_rules)


_Rule = Callable[..., None]


def _is(index: int, value: int) -> _Argument:
    return _Argument(index, _MASKED_EQUAL, _INT, value)


def _compile(rules: Callable[[_Rule], None]) -> bytes:
    lib = ctypes.CDLL("libseccomp.so.2", use_errno=True)
    lib.seccomp_init.restype = ctypes.c_void_p
    lib.seccomp_rule_add_array.argtypes = [ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.c_uint, ctypes.POINTER(_Argument)]
    lib.seccomp_export_bpf.argtypes = [ctypes.c_void_p, ctypes.c_int]
    lib.seccomp_release.argtypes = [ctypes.c_void_p]
    context = lib.seccomp_init(_ERRNO | errno.ENOSYS)
    lib.seccomp_attr_set.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_uint32]
    lib.seccomp_attr_set(context, 8, 2)  # SCMP_FLTATR_CTL_OPTIMIZE: a binary tree instead of a list
    # SCMP_FLTATR_ACT_BADARCH: 32-bit and x32 calls end the program; the default ends one thread and leaves the others hanging.
    lib.seccomp_attr_set(context, 2, _KILL_PROCESS)

    def rule(action: int, name: str, *arguments: _Argument) -> None:
        number = lib.seccomp_syscall_resolve_name(name.encode())
        if number < 0:
            return  # not on this architecture, or newer than this libseccomp: ENOSYS either way
        array = (_Argument * max(1, len(arguments)))(*arguments)
        status = lib.seccomp_rule_add_array(context, action, number, len(arguments), array)
        if status != 0:
            raise OSError(-status, f"seccomp rule for {name}")

    rules(rule)
    fd = os.memfd_create("filter")
    try:
        if lib.seccomp_export_bpf(context, fd) != 0:
            raise OSError("seccomp filter could not be built")
        return os.pread(fd, os.fstat(fd).st_size, 0)
    finally:
        os.close(fd)
        lib.seccomp_release(context)


def _init_rules(rule: _Rule) -> None:
    for name in INIT_ALLOWED:
        rule(_ALLOW, name)
    _same_for_both(rule)


def _learner_rules(rule: _Rule) -> None:
    for name in ALLOWED:
        rule(_ALLOW, name)
    for name in REFUSED:
        rule(_ERRNO | errno.EPERM, name)
    for name in DONE_ALREADY:
        rule(_ERRNO, name)
    _same_for_both(rule)
    for protocol in (_UDP_LITE, _MPTCP):
        rule(_ERRNO | errno.EPROTONOSUPPORT, "socket", _Argument(2, _EQUAL, protocol, 0))
    for name, flags in (("sendto", 3), ("sendmsg", 2), ("sendmmsg", 3)):
        rule(_ALLOW, name, _Argument(flags, _MASKED_EQUAL, MSG_OOB, 0))
        rule(_ERRNO | errno.EOPNOTSUPP, name, _Argument(flags, _MASKED_EQUAL, MSG_OOB, MSG_OOB))
    for resource in range(RESOURCES):
        if resource != CORE:
            rule(_ALLOW, "setrlimit", _is(0, resource))
            rule(_ALLOW, "prlimit64", _is(1, resource))
    rule(_ERRNO | errno.EPERM, "setrlimit", _is(0, CORE))
    rule(_ALLOW, "prlimit64", _is(1, CORE), _Argument(2, _EQUAL, 0, 0))
    rule(_ERRNO | errno.EPERM, "prlimit64", _is(1, CORE), _Argument(2, _NOT_EQUAL, 0, 0))
    for name, flags in (("open", 1), ("openat", 2)):
        rule(_ALLOW, name, _Argument(flags, _MASKED_EQUAL, O_DIRECT, 0))
        rule(_ERRNO | errno.EINVAL, name, _Argument(flags, _MASKED_EQUAL, O_DIRECT, O_DIRECT))
    set_flags = _is(1, F_SETFL)
    rule(_ALLOW, "fcntl", set_flags, _Argument(2, _MASKED_EQUAL, O_DIRECT, 0))
    rule(_ERRNO | errno.EINVAL, "fcntl", set_flags, _Argument(2, _MASKED_EQUAL, O_DIRECT, O_DIRECT))
    for command in OTHER_FCNTLS:
        rule(_ALLOW, "fcntl", _is(1, command))
    for name in ("preadv2", "pwritev2"):
        rule(_ALLOW, name, _Argument(5, _MASKED_EQUAL, RWF_DONTCACHE, 0))
        rule(_ERRNO | errno.EOPNOTSUPP, name, _Argument(5, _MASKED_EQUAL, RWF_DONTCACHE, RWF_DONTCACHE))
    rule(_ALLOW, "msync", _Argument(2, _MASKED_EQUAL, MS_SYNC, 0))
    rule(_ERRNO, "msync", _Argument(2, _MASKED_EQUAL, MS_SYNC, MS_SYNC))
    for name, index, heard, ignored in (("fadvise64", 3, FILE_ADVICE, IGNORED_FILE_ADVICE), ("madvise", 2, MEMORY_ADVICE, IGNORED_MEMORY_ADVICE)):
        for advice in heard:
            rule(_ALLOW, name, _is(index, advice))
        for advice in ignored:
            rule(_ERRNO, name, _is(index, advice))
    # A named pipe is no device.
    for name, mode in (("mknod", 1), ("mknodat", 2)):
        rule(_ALLOW, name, _Argument(mode, _MASKED_EQUAL, 0o170000, stat.S_IFIFO))
        for kind in (stat.S_IFCHR, stat.S_IFBLK):
            rule(_ERRNO | errno.EPERM, name, _Argument(mode, _MASKED_EQUAL, 0o170000, kind))


def _same_for_both(rule: _Rule) -> None:
    for family in SOCKET_FAMILIES:
        for protocol in SOCKET_PROTOCOLS:
            rule(_ALLOW, "socket", _Argument(0, _EQUAL, family, 0), _Argument(2, _EQUAL, protocol, 0))
    rule(_ERRNO | errno.EPERM, "socket", _Argument(0, _GREATER, max(SOCKET_FAMILIES), 0))
    # Flags of clone can be looked at; those of clone3 lie in memory, so it stays ENOSYS and libc uses clone.
    rule(_ALLOW, "clone", _Argument(0, _MASKED_EQUAL, sum(NAMESPACE_FLAGS), 0))
    for flag in NAMESPACE_FLAGS:
        rule(_ERRNO | errno.EPERM, "clone", _Argument(0, _MASKED_EQUAL, flag, flag))
