"""Evidence from inside the interpreter: what the event loop, its tasks and the threads did, line by line.

Armed in the learner's process, writing JSON lines into a memory file that init reads afterwards. The learner could
forge or lose all of it; totals come from the observer. What each part costs is in shared/prototypes/tracer.
"""

import _thread
import asyncio
import faulthandler
import gc
import inspect
import json
import os
import re
import signal
import sys
import threading
import time
import types
import warnings
from asyncio import base_events, events
from typing import Any

import kernel
from losterrors import LostErrors

TICK_S = 0.010
SNAPSHOT_NS = 1_000_000_000
BLOCK_NS = 50_000_000
SAMPLED_BLOCK_NS = 20_000_000
MAX_STEPS = 4000
MAX_TASKS = 200
MAX_CALLS = 400
MAX_LINES = 2000
MAX_FILES = 50
FILE_LINES = 1_000_000  # as in sandbox/trace.ts
MAX_FILE_BYTES = 4 * 1024 * 1024
LAST_GASP_SIGNAL = 60
HELPER_NAME = b"overlap-tracer"

_AUDITED = frozenset(
    """time.sleep open socket.connect socket.getaddrinfo socket.gethostbyname subprocess.Popen os.system os.posix_spawn
    os.fork sqlite3.connect urllib.Request builtins.input builtins.input/result os.listdir os.scandir os.remove
    os.rename os.mkdir shutil.copyfile shutil.rmtree glob.glob ftplib.connect smtplib.connect fcntl.flock""".split()
)
_BETWEEN = ("linecache.py", "tokenize.py", "warnings.py", "traceback.py")
_FORK_WARNING = ("ignore", re.compile("This process .* is multi-threaded"), DeprecationWarning, None, 0)
_now = time.perf_counter_ns
_frame = sys._getframe
_ident = _thread.get_ident


class _TaskRecord:
    __slots__ = ("name", "coro", "made_at", "born", "end", "state", "steps", "run", "longest", "timeline")

    def __init__(self, name: str, coro: str, made_at: int, born: int) -> None:
        self.name, self.coro, self.made_at, self.born = name, coro, made_at, born
        self.end: int | None = None
        self.state = "pending"
        self.steps = self.run = self.longest = 0
        self.timeline: list[tuple[float, float, int, str]] = []


class Tracer:
    """Made with its hooks in the fork server, so that they cost a run nothing; records from `start` to `finish`."""

    def __init__(self, fd: int, main: str) -> None:
        self._fd, self._main, self._folder = fd, main, os.path.dirname(main) + "/"
        self._files: dict[str, int] = {}
        self._deadline_ns = 0
        self._pid = self._start = 0
        self._helper = 0
        self._stop = _thread.allocate_lock()
        self._calls: dict[tuple[str, int, bool], list[Any]] = {}
        self._lines: dict[tuple[str, int, str, str], list[int]] = {}
        self._tasks: list[_TaskRecord] = []
        self._blocks: list[dict[str, Any]] = []
        self._block_samples: dict[tuple[int, str, str], list[int]] = {}
        self._kept_steps = 0
        self._step_start = self._step_thread = 0
        self._loop_errors: list[dict[str, Any]] = []
        self._never_awaited: list[dict[str, Any]] = []
        self._thread_errors: list[dict[str, Any]] = []
        self._thread_names: dict[int, tuple[str, str]] = {}
        self._stuck: tuple[list[Any], list[Any]] | None = None
        self._error: dict[str, Any] | None = None
        self._value: str | None = None
        self._input = False
        self._steps = self._live = self._live_max = self._task_count = 0
        self._loops: list[Any] = []
        self._late_max = 0.0

        os.register_at_fork(before=self._keep_quiet_about_helper, after_in_child=self._forget)
        faulthandler.enable(file=fd)
        faulthandler.register(LAST_GASP_SIGNAL, file=fd, all_threads=True)
        self._watch_coroutines()
        self._watch_loop()
        self._watch_threads()
        self._lost_errors = LostErrors(self._describe)
        sys.addaudithook(self._audit)

    # -- life ------------------------------------------------------------------------------------

    def start(self, deadline_s: float) -> None:
        """`deadline_s` after this, unfinished tasks and threads are written down, before init ends the run."""
        self._deadline_ns = int(deadline_s * 1e9)
        self._pid = os.getpid()
        threading.main_thread()._set_native_id()  # fork does not
        self._start = _now()
        self._stop.acquire()
        # A thread is born with its maker's name: init must never take the helper for one of the learner's.
        kernel.name_thread(HELPER_NAME)
        _thread.start_new_thread(self._sample, ())
        kernel.name_thread(os.path.basename(sys.executable).encode()[:15])

    def finish(self) -> None:
        """The last record, written when the program has ended by itself."""
        if os.getpid() != self._pid:
            return
        self._stop.release()
        try:
            self._find_forgotten()
            if self._stuck is None:
                tasks = self._stuck_tasks()
                self._stuck = (tasks, []) if tasks else None
            self._write("exit")
        except BaseException:
            pass  # whatever the program has done to what we use, its exit code is its own
        self._pid = 0

    def keep_value(self, value: object) -> None:
        """`sys.displayhook` for the last bare expression."""
        try:
            self._value = None if value is None else repr(value)[:4000]
        except BaseException:
            pass  # the program never asked for it

    def keep_error(self, error: BaseException | None) -> None:
        if error is None or isinstance(error, SystemExit):
            return
        lines = self._traceback_lines(error)
        if isinstance(error, SyntaxError) and error.filename and self._is_user(error.filename):
            lines.append(self._place(error.filename, error.lineno))
        self._error = {
            "type": type(error).__name__[:200],
            "message": _text(error, 1000),
            "line": lines[-1] if lines else 0,
            "lines": lines[:10] + lines[10:][-10:],
        }

    def _forget(self) -> None:
        """Forked children are seen from outside only, and have no helper to keep quiet about."""
        self._pid = 0
        if _FORK_WARNING in warnings.filters:
            warnings.filters.remove(_FORK_WARNING)
            warnings._filters_mutated()

    def _keep_quiet_about_helper(self) -> None:
        """From 3.12 on, fork warns of a second thread; when that is ours, it must not."""
        if sys.version_info < (3, 12) or self._pid == 0:
            return
        if _FORK_WARNING in warnings.filters:
            warnings.filters.remove(_FORK_WARNING)
        if len(threading._active) == 1:
            warnings.filters.insert(0, _FORK_WARNING)
        warnings._filters_mutated()

    # -- where in the learner's code ---------------------------------------------------------------

    def _is_user(self, filename: str) -> bool:
        return filename.startswith(self._folder)

    def _place(self, filename: str, line: int | None) -> int:
        """A line as one number: of main.py as it is, of another file of the learner's after `FILE_LINES` for each file before it; else 0."""
        if filename == self._main or not line:
            return line or 0
        if not filename.startswith(self._folder):
            return 0
        number = self._files.get(filename)
        if number is None:
            if len(self._files) >= MAX_FILES:
                return 0
            number = self._files[filename] = len(self._files) + 1
        return number * FILE_LINES + min(line, FILE_LINES - 1)

    def _traceback_lines(self, error: object) -> list[int]:
        lines = []
        traceback = getattr(error, "__traceback__", None)
        while traceback is not None:
            filename = traceback.tb_frame.f_code.co_filename
            if self._is_user(filename):
                lines.append(self._place(filename, traceback.tb_lineno))
            traceback = traceback.tb_next
        return lines

    def _user_place(self, frame: types.FrameType | None) -> tuple[int, str]:
        """Line and function of the innermost frame of the learner's code."""
        for _ in range(60):
            if frame is None:
                break
            if frame.f_code.co_filename.startswith(self._folder):
                return self._place(frame.f_code.co_filename, _line_of(frame)), frame.f_code.co_name
            frame = frame.f_back
        return 0, ""

    def _at_ms(self, ns: int) -> float:
        return max(0.0, round((ns - self._start) / 1e6, 2))

    # -- known blocking calls ------------------------------------------------------------------------

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event not in _AUDITED or self._pid == 0 or _ident() == self._helper:
            return
        try:
            self._audit_known(event, arguments)
        except Exception:
            pass  # evidence must never change what the program does

    def _audit_known(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.connect" and arguments[0].gettimeout() == 0.0:
            return  # the event loop's own, non-blocking
        frame: types.FrameType | None = _frame(2)
        for _ in range(25):
            if frame is None:
                return
            filename = frame.f_code.co_filename
            if filename.startswith(self._folder):
                break
            if filename.startswith("<frozen importlib") or filename.endswith(_BETWEEN):
                return
            frame = frame.f_back
        else:
            return
        if frame is None:
            return
        if event.startswith("builtins.input"):
            self._input = True
            event = "builtins.input"
        line = self._place(frame.f_code.co_filename, frame.f_lineno)
        key = (event, line, events._get_running_loop() is not None)
        record = self._calls.get(key)
        if record is not None:
            record[0] += 1
        elif len(self._calls) < MAX_CALLS:
            self._calls[key] = [1, repr(arguments[0])[:60] if arguments else "", frame.f_code.co_name]

    # -- coroutines and the loop ------------------------------------------------------------------

    def _watch_coroutines(self) -> None:
        sys.set_coroutine_origin_tracking_depth(1)

        def warn(coro: Any) -> None:
            origin = getattr(coro, "cr_origin", None)
            self._keep_never_awaited(coro.__qualname__, self._place(*origin[0][:2]) if origin else 0)
            # The text that CPython gives without origin tracking.
            warnings.warn(f"coroutine '{coro.__qualname__}' was never awaited", RuntimeWarning, stacklevel=2, source=coro)

        warnings._warn_unawaited_coroutine = warn

    def _keep_never_awaited(self, name: str, line: int) -> None:
        entry = {"coro": name[:200], "line": line}
        if len(self._never_awaited) < 50 and entry not in self._never_awaited:
            self._never_awaited.append(entry)

    def _find_forgotten(self) -> None:
        """Coroutines that were made, never started and are still referenced: their warning comes too late or never."""
        for thing in gc.get_objects():
            if type(thing) is types.CoroutineType and inspect.getcoroutinestate(thing) == inspect.CORO_CREATED:
                self._keep_never_awaited(thing.__qualname__, self._place(*thing.cr_origin[0][:2]) if thing.cr_origin else 0)

    def _watch_threads(self) -> None:
        report = threading.excepthook

        def report_and_keep(arguments: Any) -> None:
            if self._pid:
                self._keep_thread_error(arguments)
            report(arguments)

        threading.excepthook = report_and_keep

    def _watch_loop(self) -> None:
        run_handle = events.Handle._run
        make_loop = base_events.BaseEventLoop.__init__
        make_task = base_events.BaseEventLoop.create_task
        report_error = base_events.BaseEventLoop.call_exception_handler
        timer, ours = events.TimerHandle, self

        def _run(handle: Any) -> Any:
            if ours._pid == 0:
                return run_handle(handle)
            start = _now()
            if type(handle) is timer:
                ours._late_max = max(ours._late_max, (handle._loop.time() - handle._when) * 1000)
            callback = handle._callback
            loop = handle._loop
            ours._step_thread, ours._step_start = _ident(), start
            try:
                return run_handle(handle)
            finally:
                ours._step_start = 0
                ours._step_ended(start, _now() - start, getattr(callback, "__self__", None), loop)

        def __init__(loop: Any, *arguments: Any, **options: Any) -> None:
            make_loop(loop, *arguments, **options)
            ours._loops.append(loop)

        def create_task(loop: Any, coro: Any, **options: Any) -> Any:
            task = make_task(loop, coro, **options)
            if isinstance(task, asyncio.Task):  # a factory of the learner's may make anything
                if task._source_traceback:
                    del task._source_traceback[-1]  # ours, as asyncio does with its own
                if ours._pid and not task.done():  # an eager one may be
                    ours._task_made(task, coro, _frame(1))
            return task

        def call_exception_handler(loop: Any, context: dict[str, Any]) -> Any:
            ours._keep_loop_error(context)
            return report_error(loop, context)

        events.Handle._run = _run
        base_events.BaseEventLoop.__init__ = __init__
        base_events.BaseEventLoop.create_task = create_task
        base_events.BaseEventLoop.call_exception_handler = call_exception_handler

    def _task_made(self, task: Any, coro: Any, frame: types.FrameType) -> None:
        self._task_count += 1
        self._live += 1
        self._live_max = max(self._live_max, self._live)
        record = None
        if len(self._tasks) < MAX_TASKS:
            code = getattr(coro, "cr_code", None)
            user = code is not None and self._is_user(code.co_filename)
            line = self._user_place(frame)[0]
            record = _TaskRecord(task.get_name()[:200], getattr(coro, "__qualname__", "?")[:200], line if user or line else 0, _now())
            self._tasks.append(record)
        task._overlap = record

    def _step_ended(self, start: int, length: int, task: Any, loop: Any) -> None:
        is_task = isinstance(task, asyncio.Task)
        if is_task:
            self._steps += 1
            done = task.done()
            if done and hasattr(task, "_overlap"):
                self._live -= 1
            record = getattr(task, "_overlap", None)
            if record is not None:
                self._record_step(record, task, done, start, length)
        if length > BLOCK_NS:
            self._record_block(start, length, task if is_task else None, loop)
        if self._block_samples:
            self._block_samples = {}

    def _record_step(self, record: _TaskRecord, task: Any, done: bool, start: int, length: int) -> None:
        if record.steps == 0:
            record.name = task.get_name()[:200]  # it may have been given one meanwhile
        record.steps += 1
        record.run += length
        record.longest = max(record.longest, length)
        line, waits_in = (0, "done") if done else self._innermost(task.get_coro())
        if done:
            record.end = start + length
            record.state = "cancelled" if task.cancelled() else "error" if task._exception is not None else "ok"
        if self._kept_steps < MAX_STEPS or done:
            self._kept_steps += 1
            if len(record.timeline) < MAX_STEPS:
                record.timeline.append((self._at_ms(start), round(length / 1e6, 3), line, waits_in))

    def _innermost(self, coro: Any) -> tuple[int, str]:
        """Where a suspended task waits: the innermost user line and the name of the innermost awaited function."""
        line, name = 0, "?"
        for _ in range(50):
            frame = getattr(coro, "cr_frame", None) or getattr(coro, "ag_frame", None) or getattr(coro, "gi_frame", None)
            if frame is None:
                break
            if frame.f_code.co_filename.startswith(self._folder):
                line = self._place(frame.f_code.co_filename, frame.f_lineno)
            name = frame.f_code.co_name
            coro = getattr(coro, "cr_await", None) or getattr(coro, "ag_await", None) or getattr(coro, "gi_yieldfrom", None)
        return line, name[:200]

    def _record_block(self, start: int, length: int, task: Any, loop: Any) -> None:
        if len(self._blocks) >= 50:
            return
        places = sorted(self._block_samples.items(), key=lambda item: -item[1][1])[:4]
        late = loop.time()
        ready = len(loop._ready) + sum(1 for h in loop._scheduled[:1000] if h._when <= late and not h._cancelled)
        self._blocks.append(
            {
                "atMs": self._at_ms(start),
                "ms": round(length / 1e6, 2),
                "coro": getattr(task.get_coro(), "__qualname__", "?")[:200] if task is not None else "",
                "ready": ready,
                "places": [
                    {"line": line, "func": func[:200], "leaf": leaf[:200], "samples": n, "cpuShare": min(10.0, round(cpu / wall, 2)) if wall else None}
                    for (line, func, leaf), (n, wall, cpu) in places
                ],
            }
        )

    def _keep_loop_error(self, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if len(self._loop_errors) < 50:
            line = (self._traceback_lines(error) or [0])[-1]
            self._loop_errors.append({"message": str(context.get("message"))[:200], "error": _text(error, 160), "line": line})

    def _keep_thread_error(self, arguments: Any) -> None:
        if len(self._thread_errors) < 50:
            line = (self._traceback_lines(arguments.exc_value) or [0])[-1]
            name = arguments.thread.name if arguments.thread else ""
            self._thread_errors.append({"thread": name[:200], "error": _text(arguments.exc_value, 160), "line": line})

    def _describe(self, error: BaseException) -> tuple[str, int] | None:
        return (_text(error, 160), (self._traceback_lines(error) or [0])[-1]) if self._pid else None

    # -- sampling --------------------------------------------------------------------------------------

    def _sample(self) -> None:
        """In a thread that `threading` does not know of: where every other thread is, each 10 ms."""
        self._helper = _ident()
        cpu_before: dict[int, int] = {}
        last = snapshot = _now()
        while not self._stop.acquire(timeout=TICK_S):
            if self._pid == 0:
                return
            now = _now()
            self._sample_threads(now, now - last, cpu_before)
            last = now
            try:
                if self._stuck is None and now - self._start > self._deadline_ns:
                    self._stuck = (self._stuck_tasks(), self._stuck_threads())
                    for stream in (sys.stdout, sys.stderr):
                        stream.flush()
                    self._write("deadline")
                elif self._stuck is None and now - snapshot > SNAPSHOT_NS:
                    snapshot = now
                    self._write("running")
            except Exception:
                pass

    def _sample_threads(self, now: int, elapsed: int, cpu_before: dict[int, int]) -> None:
        start, step_thread = self._step_start, self._step_thread
        known = threading._active
        for ident, frame in sys._current_frames().items():
            if ident == self._helper:
                continue
            thread = known.get(ident)
            tid = thread.native_id if thread is not None else None
            name = thread.name if thread is not None else "?"
            if tid is not None and tid not in self._thread_names and len(self._thread_names) < 200:
                target = getattr(thread, "_target", None)
                self._thread_names[tid] = (str(name)[:200], getattr(target, "__qualname__", "")[:200])
            cpu = 0
            if tid is not None:
                total = _thread_cpu(tid)
                cpu = max(0, total - cpu_before.get(tid, total))
                cpu_before[tid] = total
            line, func = self._user_place(frame)
            leaf = "" if self._is_user(frame.f_code.co_filename) else frame.f_code.co_name
            _add(self._lines, (name, line, func, leaf), elapsed, cpu)
            if start and ident == step_thread and now - start > SAMPLED_BLOCK_NS:
                _add(self._block_samples, (line, func, leaf), elapsed, cpu)

    def _stuck_tasks(self) -> list[dict[str, Any]]:
        found = []
        for task in self._unfinished():
            coro = task.get_coro()
            lines = self._user_lines(coro)
            _, waits_in = self._innermost(coro)
            found.append(
                {
                    "name": task.get_name()[:200],
                    "coro": getattr(coro, "__qualname__", "?")[:200],
                    "waitingIn": waits_in,
                    "line": lines[-1] if lines else 0,
                    "lines": lines[:20],
                }
            )
        return found

    def _unfinished(self) -> list[Any]:
        tasks: list[Any] = []
        for loop in self._loops[-10:]:
            try:
                tasks.extend(task for task in asyncio.all_tasks(loop) if not task.done())
            except RuntimeError:  # changed by the learner's thread while we looked
                continue
        return tasks[:50]

    def _user_lines(self, coro: Any) -> list[int]:
        lines = []
        for _ in range(50):
            frame = getattr(coro, "cr_frame", None) or getattr(coro, "ag_frame", None) or getattr(coro, "gi_frame", None)
            if frame is None:
                break
            if self._is_user(frame.f_code.co_filename):
                lines.append(self._place(frame.f_code.co_filename, frame.f_lineno))
            coro = getattr(coro, "cr_await", None) or getattr(coro, "ag_await", None) or getattr(coro, "gi_yieldfrom", None)
        return lines

    def _stuck_threads(self) -> list[dict[str, Any]]:
        found = []
        for ident, frame in sys._current_frames().items():
            if ident == self._helper or len(found) >= 50:
                continue
            thread = threading._active.get(ident)
            lines: list[int] = []
            leaf = frame.f_code.co_name
            line, func = self._user_place(frame)
            at: types.FrameType | None = frame
            while at is not None and len(lines) < 20:
                if self._is_user(at.f_code.co_filename):
                    lines.append(self._place(at.f_code.co_filename, at.f_lineno))
                at = at.f_back
            found.append(
                {
                    "name": (thread.name if thread else "?")[:200],
                    "daemon": bool(thread and thread.daemon),
                    "line": line,
                    "func": func[:200],
                    "leaf": leaf[:200],
                    "lines": lines[::-1],
                }
            )
        return found

    # -- the record ------------------------------------------------------------------------------------

    def _write(self, state: str) -> None:
        tasks, threads = self._stuck or ([], [])
        record = {
            "state": state,
            "steps": self._steps,
            "loops": len(self._loops),
            "liveTasksMax": self._live_max,
            "timerLateMaxMs": round(max(0.0, self._late_max), 2),
            "taskCount": self._task_count,
            "tasks": [self._task_report(task) for task in self._tasks],
            "blocks": self._blocks,
            "calls": [
                {"event": event, "line": line, "func": record[2][:200], "inLoop": in_loop, "count": record[0], "arg": record[1]}
                for (event, line, in_loop), record in list(self._calls.items())
            ],
            "lines": [
                {"thread": str(thread)[:200], "line": line, "func": func[:200], "leaf": leaf[:200], "samples": n, "wallMs": round(wall / 1e6, 2), "cpuMs": round(cpu / 1e6, 2)}
                for (thread, line, func, leaf), (n, wall, cpu) in sorted(list(self._lines.items()), key=lambda item: -item[1][1])[:60]
            ],
            "neverAwaited": self._never_awaited,
            "loopErrors": self._loop_errors,
            "threadErrors": self._thread_errors,
            "lostErrors": list(self._lost_errors.report()),
            "stuckTasks": tasks,
            "stuckThreads": threads,
            "threadNames": [{"tid": tid, "name": name, "target": target} for tid, (name, target) in self._thread_names.items()],
            "error": self._error,
            "value": self._value,
            "inputRequested": self._input,
            "files": [name[len(self._folder) :][:200] for name in list(self._files)],
            "gil": getattr(sys, "_is_gil_enabled", lambda: True)(),
        }
        self._append(json.dumps(record, separators=(",", ":")).encode() + b"\n")

    def _append(self, line: bytes) -> None:
        """Only the last record counts, so a file that grows too long starts over, whoever filled it."""
        # A program may have set its limit on files to nothing, with a signal that ends it when we write.
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGXFSZ])
        if os.lseek(self._fd, 0, os.SEEK_END) + len(line) > MAX_FILE_BYTES:
            os.ftruncate(self._fd, 0)
            os.lseek(self._fd, 0, os.SEEK_SET)
        os.write(self._fd, line)

    def _task_report(self, task: _TaskRecord) -> dict[str, Any]:
        return {
            "name": task.name,
            "coro": task.coro,
            "madeAt": task.made_at,
            "steps": task.steps,
            "runMs": round(task.run / 1e6, 3),
            "longestStepMs": round(task.longest / 1e6, 3),
            "bornMs": self._at_ms(task.born),
            "endMs": None if task.end is None else self._at_ms(task.end),
            "state": task.state,
            "timeline": task.timeline,
        }


def _line_of(frame: types.FrameType) -> int:
    """The jump back of a loop that ends in an `if` has no line of its own (3.11 on): the one before it stands for it."""
    if frame.f_lineno:
        return frame.f_lineno
    known = frame.f_code.co_firstlineno  # a module begins at line 0, before its first
    for start, _, line in frame.f_code.co_lines():
        if start > frame.f_lasti:
            break
        known = line or known
    return known


def _add(table: dict[Any, list[int]], key: Any, wall: int, cpu: int) -> None:
    entry = table.get(key)
    if entry is not None:
        entry[0] += 1
        entry[1] += wall
        entry[2] += cpu
    elif len(table) < MAX_LINES:
        table[key] = [1, wall, cpu]


def _thread_cpu(tid: int) -> int:
    """CPU ns of a kernel thread. By clock id, not pthread_t: a thread that is gone gives an error, not a crash."""
    try:
        return time.clock_gettime_ns((~tid << 3) | 6)
    except OSError:
        return 0


def _text(error: object, most: int) -> str:
    try:
        return f"{error}"[:most] if most > 200 else repr(error)[:most]
    except Exception:
        return "?"
