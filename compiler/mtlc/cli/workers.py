"""Work on many specs in processes that neither outlive this one nor keep it waiting."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Any, TypeVar

from mtlc.cli.configured import Misconfigured
from mtlc.cli.files import Unusable
from mtlc.cli.many import Failed, attempt, tidy, told

T = TypeVar("T")

IS_FORKED = sys.platform == "linux"
"""A fork has everything loaded already; on other systems it is not safe."""

GRACE = 2.0
"""Seconds that processes have to end in, so that they can remove what they were writing."""


def work_in_processes(
    work: Callable[[str], T], specs: Sequence[str], count: int
) -> Iterator[T | Unusable]:
    """What comes of each spec, in their order.

    Raises:
        Failed: mtlc has a fault.
    """
    processes: dict[Connection, BaseProcess] = {}
    at_work: dict[Connection, int] = {}
    numbers = iter(range(len(specs)))
    done: dict[int, T | Unusable] = {}
    wanted = 0

    def give(connection: Connection) -> None:
        number = next(numbers, None)
        if number is not None:
            at_work[connection] = number
            with contextlib.suppress(OSError):  # it ended: `_taken` says so
                connection.send(specs[number])

    try:
        for _ in range(count):
            _start(work, processes)
        for connection in processes:
            give(connection)
        while at_work:
            for ready in wait([*at_work]):
                assert isinstance(ready, Connection)
                number = at_work.pop(ready)
                done[number] = _taken(ready, processes[ready], specs[number])
                give(ready)
            while wanted in done:
                yield done.pop(wanted)
                wanted += 1
    except BaseException:
        for process in processes.values():
            process.terminate()
        raise
    finally:
        _end(processes)


def _start(work: Callable[[str], Any], processes: dict[Connection, BaseProcess]) -> None:
    context: Any = multiprocessing.get_context("fork" if IS_FORKED else "spawn")
    ours, theirs = context.Pipe()
    inherited = [*processes, ours] if IS_FORKED else []
    process = context.Process(target=_serve, args=(theirs, work, inherited), daemon=True)
    with _no_interrupts():
        process.start()
    theirs.close()
    processes[ours] = process


@contextlib.contextmanager
def _no_interrupts() -> Iterator[None]:
    """What is started meanwhile hears of no Ctrl-C, and here it comes late."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _taken(connection: Connection, process: BaseProcess, spec: str) -> Any:
    """The answer of a process.

    Raises:
        Failed: mtlc has a fault, or the process ended without an answer.
        Misconfigured: the configuration is wrong.
    """
    try:
        answer = pickle.loads(connection.recv_bytes())
    except (EOFError, OSError):
        process.join(GRACE)
        how = _how_it_ended(process.exitcode)
        raise Failed(f"the process that worked on {spec} {how}") from None
    if isinstance(answer, Failed | Misconfigured):
        raise answer
    return answer


def _how_it_ended(code: int | None) -> str:
    if code is None or code >= 0:
        return f"ended with {code}"
    name = signal.Signals(-code).name
    memory = ", perhaps for want of memory: --jobs 1 needs least" * (name == "SIGKILL")
    return f"was ended by {name}{memory}"


def _end(processes: dict[Connection, BaseProcess]) -> None:
    """Wait for processes to end, which they do when nobody speaks to them, and not for long."""
    for connection in processes:
        connection.close()
    latest = time.monotonic() + GRACE
    for process in processes.values():
        process.join(max(0.0, latest - time.monotonic()))
        if process.is_alive():
            process.kill()


def _serve(
    connection: Connection, work: Callable[[str], Any], inherited: list[Connection]
) -> None:
    """Answer each name of a spec, until the other end is closed.

    That is so as well if the other process was killed, if nobody else holds that end: a fork
    has those of the processes before it.
    """
    for one in inherited:
        one.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    with contextlib.suppress(EOFError, OSError):
        while True:
            connection.send_bytes(_answer(work, connection.recv()))
            tidy()


def _answer(work: Callable[[str], Any], spec: str) -> bytes:
    try:
        return pickle.dumps(attempt(work, spec), pickle.HIGHEST_PROTOCOL)
    except Misconfigured as error:
        return pickle.dumps(error)
    except Exception as error:
        if os.environ.get("MTLC_TRACEBACK"):
            traceback.print_exc()
        failed = error if isinstance(error, Failed) else Failed(f"{told(error)}, at {spec}")
        return pickle.dumps(failed)


def _leave(number: int, frame: FrameType | None) -> None:
    """End as Python does, so that files that are half written are removed."""
    sys.exit(128 + number)
