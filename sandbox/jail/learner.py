"""The learner's process: rights given up, then main.py run as `python3 main.py` would run it.

Nothing of ours may lie beneath the program on the stack: tracebacks, `inspect.stack()` and warnings are to look as
they do in a bare interpreter. So the steps of this module are a generator consumed by a C loop (see forkserver), and
what must run with nothing beneath it is yielded as an object whose finalizer, called by that loop, is the thing to do.
"""

import __future__

import ast
import atexit
import builtins
import gc
import operator
import os
import random
import select
import signal
import sys
import threading
import types
from collections.abc import Callable, Iterator
from functools import partial, reduce
from importlib.machinery import SourceFileLoader
from typing import Any

import kernel
import workfolder
from syscalls import Filter
from tracer import Tracer

UID = 1000
GO_FD, TRACE_FD = 510, 511
MAIN = workfolder.WORK + "/main.py"
_OWN_MODULES = set(
    "forkserver kernel syscalls protocol observer output workfolder account learner tracer losterrors root run practiceweb certificates visitor visits".split()
)
_FUTURE_FLAGS = sum(getattr(__future__, name).compiler_flag for name in __future__.all_feature_names)
# A last line that starts so cannot be a bare expression worth showing; spares most programs a second parse.
_STATEMENTS = ("print(", "import ", "from ", "def ", "class ", "async ", "for ", "while ", "if ", "with ", "try:", "@", "#", ")", "]", "}")


def give_up_rights(seccomp: Filter) -> None:
    """Other user, no capabilities, the filter; only descriptors 0–2 and our two stay open."""
    os.closerange(3, GO_FD)
    os.closerange(TRACE_FD + 1, 4096)
    os.setsid()
    adjustment = os.open("/proc/self/oom_score_adj", os.O_WRONLY)
    os.write(adjustment, b"1000")
    os.close(adjustment)
    os.setgroups([])
    os.setresgid(UID, UID, UID)
    os.setresuid(UID, UID, UID)
    kernel.visible_to_own_user()
    kernel.no_new_privileges()
    seccomp.load()


def steps(tracer: Tracer, loaded: frozenset[str]) -> Iterator[object]:
    """Waits for the job, runs main.py, and leaves the process with the exit code that CPython would give.

    `loaded` are the modules that the fork server has imported: they are not the program's.
    """
    _look_like_a_fresh_interpreter()
    deadline_s, *arguments = os.fsdecode(os.read(GO_FD, select.PIPE_BUF) or os._exit(1)).split("\0")
    os.close(GO_FD)
    sys.argv += arguments
    sys.orig_argv += arguments
    random.seed()
    _unshadow()
    bottom = _Bottom()
    try:
        programs = _compile()
    except BaseException as error:  # syntax errors are printed without a traceback of ours
        bottom.error = error.with_traceback(None)
        programs = []
    tracer.start(float(deadline_s))
    namespace = sys.modules["__main__"].__dict__
    for code, show_value in programs:
        if show_value:
            sys.displayhook = tracer.keep_value
        yield bottom.call(exec, code, namespace)
        if bottom.error is not None:
            break
    error, bottom.error = bottom.error, None
    exit_code = _exit_code(error) if error is not None else 0
    interrupted = isinstance(error, KeyboardInterrupt)
    tracer.keep_error(error)
    del error
    yield bottom.call(threading._shutdown)
    yield bottom.call(atexit._run_exitfuncs)
    tracer.finish()
    _forget_modules(loaded)
    del namespace
    yield sys.modules.pop("__main__", None)
    yield bottom.call(gc.collect)
    _flush()
    if interrupted:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    os._exit(exit_code)


class _Bottom:
    """Calls functions with nothing beneath them on the stack and keeps what they raise.

    A finalizer reports its error, SystemExit included, to `sys.unraisablehook`; that is where `error` comes from.
    The program has that hook for itself: ours is put there by a guard that dies when the call has ended.
    """

    def __init__(self) -> None:
        self.error: BaseException | None = None
        self._call: Any = None
        self._theirs: Any = sys.unraisablehook

    def call(self, function: Any, *arguments: Any) -> object:
        """To be yielded: the C loop drops it at once, which is the call."""
        sys.unraisablehook = self._theirs
        step: Any = partial(function, *arguments)
        step.guard = _Guard(self.watch)
        # `reduce` is the only one to hold the step, and lets go of it before the error arrives at the hook.
        steps = iter([None, step].pop, None)
        self._call = _Droplet.__del__ = staticmethod(partial(reduce, operator.call, steps, operator.call))
        return _Droplet()

    def watch(self) -> None:
        self._theirs = getattr(sys, "unraisablehook", None) or sys.__unraisablehook__
        sys.unraisablehook = self._hook

    def _hook(self, unraisable: Any) -> None:
        if self._call is not None and self._is_ours(unraisable):
            self.error = unraisable.exc_value
        else:
            self._theirs(unraisable)

    def _is_ours(self, unraisable: Any) -> bool:
        ours = self._call.__wrapped__
        # Since Python 3.14 the finalizer is named in the message and no longer handed over.
        return unraisable.object is ours or (unraisable.err_msg or "").endswith(f" calling deallocator {ours!r}")


class _Guard:
    def __init__(self, at_end: Callable[[], None]) -> None:
        self._at_end = at_end

    def __del__(self) -> None:
        self._at_end()


class _Droplet:
    __slots__ = ()

    def __del__(self) -> None:
        """Replaced before each use."""


def _compile() -> list[tuple[types.CodeType, bool]]:
    """The program, with a last bare expression apart so that its value can be shown as a REPL does."""
    with open(MAIN, "rb") as f:
        source = f.read()
    whole = compile(source, MAIN, "exec", dont_inherit=True)
    last = source.rstrip().rsplit(b"\n", 1)[-1].decode("utf-8", "replace")
    if not last or last[0] in " \t" or last.startswith(_STATEMENTS) and last[0] not in ")]}":
        return [(whole, False)]
    tree = ast.parse(source, MAIN)
    if not isinstance(tree.body[-1], ast.Expr):
        return [(whole, False)]
    flags = whole.co_flags & _FUTURE_FLAGS
    expression = ast.Interactive([tree.body.pop()])
    programs = [(compile(expression, MAIN, "single", flags, dont_inherit=True), True)]
    if tree.body:
        programs.insert(0, (compile(tree, MAIN, "exec", flags, dont_inherit=True), False))
    return programs


def _look_like_a_fresh_interpreter() -> None:
    main = types.ModuleType("__main__")
    main.__dict__.update(__builtins__=builtins, __file__=MAIN, __cached__=None)
    if sys.version_info < (3, 14):  # where a module's annotations are a part of it from the start
        main.__dict__["__annotations__"] = {}
    main.__dict__["__loader__"] = SourceFileLoader("__main__", MAIN)
    for name in _OWN_MODULES:
        sys.modules.pop(name, None)
    sys.modules["__main__"] = main
    sys.argv = ["main.py"]
    sys.orig_argv = [os.path.basename(sys.executable), "main.py"]
    sys.path[0] = workfolder.WORK
    sys.stdout.reconfigure(line_buffering=True)


def _unshadow() -> None:
    """A file of the learner's named like a module that is already loaded comes first, as it would in a fresh interpreter."""
    for name in os.listdir(workfolder.WORK):
        module = name.removesuffix(".py")
        if module in sys.modules and module != "__main__" and module not in sys.builtin_module_names:
            for loaded in [m for m in sys.modules if m == module or m.startswith(module + ".")]:
                del sys.modules[loaded]


def _exit_code(error: BaseException) -> int:
    """What CPython does with the exception that ended the program: prints it, or takes the code of SystemExit."""
    if isinstance(error, SystemExit):
        code = error.code
        if code is None:
            return 0
        if isinstance(code, int):
            return code & 0xFF
        sys.stdout.flush()
        print(code, file=sys.stderr)
        return 1
    try:
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):
        pass
    sys.last_type, sys.last_value, sys.last_traceback = type(error), error, error.__traceback__
    return _report(error)


def _report(error: BaseException) -> int:
    try:
        sys.excepthook(type(error), error, error.__traceback__)
    except SystemExit as leaving:
        return _exit_code(leaving)
    except BaseException as second:
        print("Error in sys.excepthook:", file=sys.stderr)
        of_hook = second.__traceback__ and second.__traceback__.tb_next  # without this function
        sys.__excepthook__(type(second), second.with_traceback(of_hook), of_hook)
        print("\nOriginal exception was:", file=sys.stderr)
        sys.__excepthook__(type(error), error, error.__traceback__)
    return 1


def _forget_modules(before: frozenset[str]) -> None:
    """Drops what the program imported, so that finalizers and never-awaited warnings come as at interpreter exit."""
    sys.last_type = sys.last_value = sys.last_traceback = None
    sys.modules["tracemalloc"] = None  # type: ignore[assignment]  the hint to enable it is not given at exit
    for name in set(sys.modules) - before - {"__main__", "tracemalloc"}:
        del sys.modules[name]


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            pass
