"""The trusted init of one run: fresh namespaces, the job, the learner's process, and what became of it."""

import base64
import errno
import os
import re
import resource
import select
import signal
import socket
import time
from typing import Any

import kernel
import practiceweb
import workfolder
from account import Account
from certificates import Authority
from learner import UID
from observer import Observer, process_cpu_ms, socket_bytes
from output import Output
from protocol import read_frame, write_frame
from syscalls import Filter
from tracer import LAST_GASP_SIGNAL
from visits import Visits

TICK_S = 0.010
MAX_REAPED = 256  # orphans a tick: a swarm of them must not keep init from the clock
NEWS_S = 0.1
SOFT_DEADLINE_S = 0.4  # before the wall limit: time to write down who waits where
LAST_GASP_S = 0.05
MEMORY_COUNT_MS = 30.0
MAX_TRACE_BYTES = 512 * 1024
OVERLAP_GONE = 3  # exit code
STOP = {"stop": True}
MAX_PENDING_SIGNALS = 1024  # timers count as well; the kernel keeps the count for a user, not for a process
_FAULT_LINE = re.compile(rb'File "' + workfolder.WORK.encode() + rb'/main\.py", line (\d{1,6}) in ([^\n]{1,200})')


def enter_namespaces(limits: dict[str, int]) -> dict[str, socket.socket]:
    """Own mounts, network, IPC and host name; the pid namespace was made by the fork server."""
    kernel.unshare(kernel.CLONE_NEWNS | kernel.CLONE_NEWIPC | kernel.CLONE_NEWNET | kernel.CLONE_NEWUTS)
    flags = kernel.MS_NOSUID | kernel.MS_NODEV
    size = f"size={limits['workBytes']},nr_inodes={limits['workInodes']}"
    kernel.mount("proc", "/proc", flags | kernel.MS_NOEXEC, "subset=pid,hidepid=invisible")
    kernel.mount("tmpfs", workfolder.WORK, flags, f"{size},mode=700,uid={UID},gid={UID}")
    kernel.mount("tmpfs", "/tmp", flags, f"{size},mode=1777")
    kernel.mount("tmpfs", "/dev/shm", flags, f"size={limits['memoryBytes'] // 2},mode=1777")
    kernel.loopback_up(practiceweb.ADDRESS)
    return practiceweb.listen()


class Run:
    """One job from its pipes to its result."""

    def __init__(self, sockets: dict[str, socket.socket], account: Account, seccomp: Filter) -> None:
        self._sockets = sockets
        self._account = account
        self._seccomp = seccomp
        self.stdin, self._stdin = os.pipe()
        self._stdout, self.stdout = os.pipe()
        self._stderr, self.stderr = os.pipe()
        self.go, self._go = os.pipe()
        self.trace = os.memfd_create("trace")
        self._hosts: list[str] = []
        self._web_report: int | None = None
        self._helpers_cpu_ms: dict[int, float] = {}  # of init's own children, by process
        self._helpers: set[int] = set()  # those that live
        self._memory_peak = 0
        self._next_count_ms = 0.0
        self._learner_status: int | None = None
        self._ended_for: str | None = None

    def begin(self, job: dict[str, Any], learner: int) -> None:
        """Puts the job's files and limits in place and lets the waiting learner's process go."""
        self.limits: dict[str, int] = job["limits"]
        limits = self.limits
        self._output = Output(limits["outputBytes"])
        self._placed = workfolder.place(job["files"], UID)
        self._learner = learner
        self._observer = Observer(learner)
        self._cpu_start = self._counted_cpu_ms()
        self._reaped_cpu_ms = -self._observer.processes_cpu_ms()
        self._memory_start = self._account.memory_bytes()
        self._kills = self._account.kills()
        for limit, value in (
            (resource.RLIMIT_NPROC, limits["tasks"]),
            (resource.RLIMIT_FSIZE, limits["fileBytes"]),
            (resource.RLIMIT_NOFILE, limits["openFiles"]),
            (resource.RLIMIT_SIGPENDING, MAX_PENDING_SIGNALS),
            (resource.RLIMIT_CORE, 1),  # with 0 the kernel still starts the program that a core pattern pipes to
        ):
            resource.prlimit(learner, limit, (value, value))
        os.set_blocking(self._stdin, False)
        os.write(self._stdin, job.get("stdin", "").encode())
        for fd in (self.stdin, self._stdin, self.stdout, self.stderr, self.go):
            os.close(fd)
        wall = limits["wallMs"] / 1000
        self.start = time.perf_counter()
        self._visits = Visits(job["visits"], self._observer, self.start, limits["wallMs"])
        self._visitor = 0
        deadline = str(max(wall / 2, wall - SOFT_DEADLINE_S))
        os.write(self._go, "\0".join([deadline, *job["args"]]).encode("utf-8", "surrogatepass"))

    def watch(self, jobs: int, out: int, authority: Authority, leaf_key: str) -> None:
        """Follows the learner's process to its end, ends all others, and writes the result. Without Overlap, all end here."""
        poll = select.epoll()
        pidfd = os.pidfd_open(self._learner)
        streams = {self._stdout: "stdout", self._stderr: "stderr"}
        for fd in (pidfd, *streams):
            os.set_blocking(fd, False)
            poll.register(fd, select.EPOLLIN)
        poll.register(jobs, select.EPOLLIN | select.EPOLLRDHUP)
        web_fds = {s.fileno() for s in self._sockets.values()}
        for fd in web_fds:
            poll.register(fd, select.EPOLLIN)
        next_sample, next_news = self.start + TICK_S, self.start + NEWS_S
        while self._learner_status is None and self._ended_for is None:
            for fd, _ in poll.poll(max(0.0, next_sample - time.perf_counter())):
                if fd == jobs:
                    if read_frame(jobs) is None:
                        os._exit(OVERLAP_GONE)
                    self._ended_for = "timeout"  # Overlap asked for the end, and looks at no result
                if fd == pidfd:
                    self._reap(os.WNOHANG)
                elif fd in streams:
                    if not self._read(fd, streams[fd]):
                        poll.unregister(fd)
                elif fd == self._web_report:
                    self._read_hosts()
                elif fd in web_fds and self._web_report is None:
                    for known in web_fds:
                        poll.unregister(known)
                    self._start_web(authority, leaf_key)
                    poll.register(self._web_report, select.EPOLLIN)
            now = time.perf_counter()
            if now >= next_sample:
                next_sample = now + TICK_S
                self._check((now - self.start) * 1000)
                self._visit((now - self.start) * 1000)
            if now >= next_news:
                next_news = now + NEWS_S
                for chunk in self._output.news():
                    write_frame(out, {"type": "output", **chunk})
        wall_ms = (time.perf_counter() - self.start) * 1000
        self._end_all()
        for fd, stream in streams.items():
            while self._read(fd, stream, again=False):
                pass
        self._read_hosts()
        write_frame(out, self._result(wall_ms))

    # -- limits ----------------------------------------------------------------------------------------

    def _check(self, now_ms: float) -> None:
        for _ in range(MAX_REAPED):
            if not self._reap(os.WNOHANG):
                break
        self._observer.sample(now_ms)
        used = self._memory_used(now_ms)
        self._memory_peak = max(self._memory_peak, used)
        if used > self.limits["memoryBytes"]:
            self._ended_for = "memory"
        elif self._output.total > self.limits["outputEndBytes"]:
            self._ended_for = "output"
        elif now_ms > self.limits["wallMs"] or self._cpu_used() > self.limits["cpuMs"]:
            self._ended_for = "timeout"
            self._last_gasp()

    def _memory_used(self, now_ms: float) -> int:
        """From the container's account; without one, adding up what all processes, folders and sockets hold, less often."""
        if self._account.counts_memory:
            return self._account.memory_bytes() - self._memory_start
        if now_ms < self._next_count_ms:
            return 0
        self._next_count_ms = now_ms + MEMORY_COUNT_MS
        return self._observer.resident_bytes() + workfolder.used_bytes() + socket_bytes()

    def _cpu_used(self) -> float:
        """ms of the learner's processes. By the container's account, which knows those that came and went between samples."""
        counted = self._counted_cpu_ms()
        if counted is None or self._cpu_start is None:
            used = self._observer.processes_cpu_ms() + self._reaped_cpu_ms
        else:
            used = counted - self._cpu_start
        return max(0.0, used - self._observer.tracer_cpu_ms)

    def _counted_cpu_ms(self) -> float | None:
        """The container's without init's own and its helpers'; the fork server only waits meanwhile."""
        counted = self._account.cpu_ms()
        if counted is None:
            return None
        for pid in self._helpers:
            self._helpers_cpu_ms[pid] = process_cpu_ms(pid) or self._helpers_cpu_ms[pid]
        return counted - time.process_time() * 1000 - sum(self._helpers_cpu_ms.values())

    def _last_gasp(self) -> None:
        """Where a program is that holds the interpreter lock in C code: faulthandler's signal handler still writes it."""
        try:
            os.kill(self._learner, LAST_GASP_SIGNAL)
            time.sleep(LAST_GASP_S)
        except ProcessLookupError:
            pass

    # -- processes -------------------------------------------------------------------------------------

    def _reap(self, flags: int) -> bool:
        try:
            pid, status, usage = os.wait4(-1, flags)
        except ChildProcessError:
            return False
        if pid == 0:
            return False
        cpu_ms = (usage.ru_utime + usage.ru_stime) * 1000
        if pid in self._helpers:
            self._helpers.remove(pid)
            self._helpers_cpu_ms[pid] = cpu_ms
            self._observer.ignored.remove(pid)  # another process may get its number
        else:
            self._reaped_cpu_ms += cpu_ms
            self._observer.gone(pid)
        if pid == self._learner:
            self._learner_status = status
            self._memory_peak = max(self._memory_peak, usage.ru_maxrss * 1024)
        return True

    def _end_all(self) -> None:
        try:
            os.kill(-1, signal.SIGKILL)
        except ProcessLookupError:
            pass
        while self._reap(0):
            pass

    # -- streams ---------------------------------------------------------------------------------------

    def _read(self, fd: int, stream: str, again: bool = True) -> bool:
        """Takes what is there; False at the end of the stream, or with `again=False` when nothing is there."""
        try:
            data = os.read(fd, 65536)
        except BlockingIOError:
            return again
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            return False
        # What a program says of being interrupted, it says because of us.
        if data and not (stream == "stderr" and self._visits.is_ending):
            self._output.write(stream, data)
        return bool(data)

    # -- practice web ----------------------------------------------------------------------------------

    def _start_web(self, authority: Authority, leaf_key: str) -> None:
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                _keep_only({writing, *(s.fileno() for s in self._sockets.values())})
                practiceweb.serve(self._sockets, writing, authority, leaf_key, self._seccomp)
            finally:
                os._exit(1)
        os.close(writing)
        os.set_blocking(reading, False)
        self._web_report = reading
        self._has_helper(pid)

    def _has_helper(self, pid: int) -> None:
        self._observer.ignored.add(pid)
        self._helpers.add(pid)
        self._helpers_cpu_ms[pid] = 0.0

    def _read_hosts(self) -> None:
        if self._web_report is None:
            return
        try:
            data = os.read(self._web_report, 65536)
        except BlockingIOError:
            return
        for host in data.decode("ascii", "replace").split():
            if host not in self._hosts and host != "localhost":
                self._hosts.append(host)

    # -- visits ----------------------------------------------------------------------------------------

    def _visit(self, now_ms: float) -> None:
        address = self._visits.due(now_ms)
        if address is not None:
            self._visitor = self._visits.begin(now_ms, address, self._seccomp, _keep_only)
            self._has_helper(self._visitor)
        elif self._visitor:
            self._visits.read()
            if self._visits.end(now_ms, self._visitor not in self._helpers, self._learner):
                self._ended_for = "served"

    # -- result ----------------------------------------------------------------------------------------

    def _result(self, wall_ms: float) -> dict[str, Any]:
        output, dropped = self._output.report()
        status = self._status()
        ended_by_itself = self._ended_for is None
        code = os.waitstatus_to_exitcode(self._learner_status) if self._learner_status is not None else 0
        limits = self.limits
        trace, last_gasp = self._read_trace()
        return {
            "type": "result",
            "status": status,
            "exitCode": code if ended_by_itself and code >= 0 else None,
            "signal": signal.Signals(-code).name if ended_by_itself and 0 < -code < 32 else str(-code) if ended_by_itself and code < 0 else None,
            "output": output,
            "droppedBytes": dropped,
            "wallMs": round(wall_ms, 2),
            "cpuMs": round(self._cpu_used(), 2),
            "queuedMs": round(self._observer.queued_ms(), 2),
            "peakMemoryBytes": self._memory_peak,
            "processes": len(self._observer.processes),
            "threads": self._observer.thread_count(),
            "waiting": self._observer.waiting(),
            "lanes": [lane.report() for lane in self._observer.lanes.values()],
            "practiceHosts": self._hosts[:100],
            "visits": self._visits.made,
            "files": workfolder.collect(self._placed, limits["resultFiles"], limits["resultFileBytes"]),
            "trace": trace,
            "lastGasp": last_gasp,
        }

    def _status(self) -> str:
        if self._ended_for is not None:
            return self._ended_for
        if self._visits.is_ending:
            return "served"
        if self._account.kills() > self._kills:
            return "memory"
        code = os.waitstatus_to_exitcode(self._learner_status or 0)
        return "signal" if code < 0 else "ok" if code == 0 else "error"

    def _read_trace(self) -> tuple[str | None, list[dict[str, Any]]]:
        """The last whole record the tracer wrote, as it is, and what faulthandler says of each thread."""
        size = os.fstat(self.trace).st_size
        data = os.pread(self.trace, MAX_TRACE_BYTES, max(0, size - MAX_TRACE_BYTES))
        record = next((line for line in reversed(data.split(b"\n")) if line[:1] == b"{" and line[-1:] == b"}"), None)
        threads = _fault_threads(data) if b"hread 0x" in data else []
        return record.decode("utf-8", "replace") if record else None, threads


def _keep_only(descriptors: set[int]) -> None:
    """Closes all others; the web speaks with the learner and is to hold neither job nor result pipe."""
    null = os.open("/dev/null", os.O_RDWR)
    for fd in (0, 1, 2):
        os.dup2(null, fd)
    for entry in os.listdir("/proc/self/fd"):
        if int(entry) > 2 and int(entry) not in descriptors:
            try:
                os.close(int(entry))
            except OSError:
                pass


def _fault_threads(data: bytes) -> list[dict[str, Any]]:
    threads = []
    for part in re.split(rb"\n?(?:Current thread|Thread) 0x", data)[1:]:
        frames = [(int(line), func.decode("utf-8", "replace")) for line, func in _FAULT_LINE.findall(part)]
        if frames:
            lines = [line for line, _ in frames][::-1][-20:]
            threads.append({"name": "?", "daemon": False, "line": frames[0][0], "func": frames[0][1], "leaf": "", "lines": lines})
    return threads[:50]


def read_job(fd: int) -> dict[str, Any] | None:
    job = read_frame(fd)
    while job == STOP:  # of a run that had just ended
        job = read_frame(fd)
    if job is None:
        return None
    job["files"].insert(0, {"name": "main.py", "content": base64.b64encode(job["code"].encode("utf-8", "surrogatepass")).decode()})
    return job
