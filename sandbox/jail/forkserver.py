"""Process 1 of a slot: a warm interpreter that forks one run after another, each into namespaces of its own.

Reads nobody's code: the forked spare takes the job from the pipe itself. End of file there ends the slot.
"""

import _thread
import asyncio  # noqa: F401  what learners import is imported here once
import base64
import collections
import concurrent.futures.process  # noqa: F401
import concurrent.futures.thread  # noqa: F401
import contextlib  # noqa: F401
import csv  # noqa: F401
import dataclasses  # noqa: F401
import datetime  # noqa: F401
import decimal  # noqa: F401
import fractions  # noqa: F401
import functools  # noqa: F401
import gc
import http.client  # noqa: F401
import itertools  # noqa: F401
import json
import logging  # noqa: F401
import math  # noqa: F401
import multiprocessing  # noqa: F401
import multiprocessing.pool  # noqa: F401
import multiprocessing.queues  # noqa: F401
import multiprocessing.synchronize  # noqa: F401
import os
import queue  # noqa: F401
import sqlite3  # noqa: F401
import statistics  # noqa: F401
import subprocess  # noqa: F401
import sys
import tempfile  # noqa: F401
import timeit  # noqa: F401
import typing  # noqa: F401
import urllib.request  # noqa: F401
import uuid  # noqa: F401
import warnings
from collections.abc import Iterator
from typing import Any

import kernel
import learner
import root
import run
from account import Account
from certificates import Authority
from observer import Observer
from output import Output
from protocol import read_frame, write_frame
from syscalls import init_filter, learner_filter
from tracer import Tracer

_JOBS = 0
_WARM_TURNS = 40
# What a slot may take of the host's own quotas; without a bound one run takes them all.
_QUOTAS = {
    "max_inotify_instances": 8,
    "max_inotify_watches": 1024,
    "max_fanotify_groups": 0,
    "max_fanotify_marks": 0,
    "max_user_namespaces": 0,
    "max_cgroup_namespaces": 0,
    "max_time_namespaces": 0,
}


def main() -> None:
    settings = read_frame(_JOBS)
    if settings is None:
        os._exit(run.OVERLAP_GONE)
    out = os.dup(1)
    null = os.open("/dev/null", os.O_RDWR)
    os.dup2(null, 1)
    for quota, most in _QUOTAS.items():
        with open(f"/proc/sys/user/{quota}", "w") as file:
            file.write(str(most))
    account = Account()
    limited = account.limited()
    if os.path.ismount("/sys/fs/cgroup"):
        kernel.unmount("/sys/fs/cgroup")
    root.hide_library_path()
    root.hide_host_path()
    authority = Authority(
        modulus=int.from_bytes(base64.urlsafe_b64decode(settings["modulus"] + "=="), "big"),
        exponent=int.from_bytes(base64.urlsafe_b64decode(settings["exponent"] + "=="), "big"),
        public=base64.b64decode(settings["public"]),
        leaf=base64.b64decode(settings["leafPublic"]),
    )
    with open(os.environ["SSL_CERT_FILE"], "w") as file:
        file.write(authority.certificate())
    root.make_read_only()
    server = _Server(out, settings, account, authority)
    _warm_up()
    write_frame(out, {"type": "ready", "python": sys.version.split()[0], "limited": limited})
    # The loop of `deque` is C: in the learner's process its thread becomes the main thread, with nothing of ours beneath.
    forever = _thread.allocate_lock()
    forever.acquire()
    _thread.start_new_thread(collections.deque, (server.steps(), 0))
    forever.acquire()


class _Server:
    def __init__(self, out: int, settings: dict[str, Any], account: Account, authority: Authority) -> None:
        self._out, self._settings, self._account, self._authority = out, settings, account, authority
        self._learner_filter, self._init_filter = learner_filter(), init_filter()
        self._own_pids = os.open("/proc/self/ns/pid", os.O_RDONLY)
        self._loaded = frozenset(sys.modules)

    def steps(self) -> Iterator[object]:
        """Runs for ever in the fork server; in a learner's process it goes on with the learner's steps."""
        tracer = Tracer(learner.TRACE_FD, learner.MAIN)
        gc.collect()
        gc.freeze()
        try:
            while True:
                spare = self._fork_into_new_pids()
                if spare == 0:
                    yield from self._serve_one(tracer)
                _, status = os.waitpid(spare, 0)
                if status != 0:
                    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
        except BaseException as error:
            # Nobody may be left to read it. Whatever happens, the slot ends: with the code 0 the next spare would follow.
            try:
                os.write(2, f"{type(error).__name__}: {error}\n".encode())
            finally:
                os._exit(1)

    def _fork_into_new_pids(self) -> int:
        """Forks process 1 of a new pid namespace. The fork server's own later children must not fall into it."""
        kernel.setns(self._own_pids, kernel.CLONE_NEWPID)
        kernel.unshare(kernel.CLONE_NEWPID)
        return _fork()

    def _serve_one(self, tracer: Tracer) -> Iterator[object]:
        """The spare: everything is ready, the learner's process included, before there is a job."""
        sockets = run.enter_namespaces(self._settings["limits"])
        this = run.Run(sockets, self._account, self._learner_filter)
        pid = _fork()
        if pid == 0:
            yield from self._become_learner(this, tracer)
        self._init_filter.load()
        job = run.read_job(_JOBS)
        if job is None:
            os._exit(run.OVERLAP_GONE)
        this.begin(job, pid)
        this.watch(_JOBS, self._out, self._authority, self._settings["leafKey"])
        os._exit(0)

    def _become_learner(self, this: run.Run, tracer: Tracer) -> Iterator[object]:
        for stream, fd in ((this.stdin, 0), (this.stdout, 1), (this.stderr, 2)):
            os.dup2(stream, fd)
        os.dup2(this.trace, learner.TRACE_FD, inheritable=False)
        os.dup2(this.go, learner.GO_FD, inheritable=False)
        os.chdir(run.workfolder.WORK)
        learner.give_up_rights(self._learner_filter)
        yield from learner.steps(tracer, self._loaded)


def _warm_up() -> None:
    """Lets the interpreter settle here what it would settle in every fork: specialised bytecode, caches of types.

    A page that a fork need not write is one that it need not copy. No task is made and no thread asked for its name:
    programs would see that they are not the first.
    """
    observer = Observer(os.getpid())
    for turn in range(_WARM_TURNS):
        loop = asyncio.new_event_loop()
        loop.call_soon(loop.stop)
        loop.run_forever()
        loop.close()
        observer.sample(turn)
        output = Output(2)
        output.write("stdout", b"warm")
        json.loads(json.dumps(output.report()))


def _fork() -> int:
    if sys.version_info < (3, 12):
        return os.fork()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # 3.12 warns of forking beside threads; ours only waits for its end
        return os.fork()


main()
