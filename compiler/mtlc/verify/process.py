"""The process that runs Keras: it is started, listened to, and ended."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from typing import IO, Any, Literal

Backend = Literal["tensorflow", "jax", "torch"]

Event = dict[str, Any]

CHILD = "mtlc.verify.child"


class NotInstalled(Exception):
    """Keras, or its backend, is not installed; says how to install it."""


class Ended(Exception):
    """The process ended, or was ended, before it had said everything; says how."""


class Process:
    """A child: it is given orders, a line each, and says what it sees.

    Args:
        module: What is run, a package that begins with `mtlc.verify.child.starting`.
        backend: The backend of Keras.
        timeout: How many seconds it may take for everything.
    """

    def __init__(self, module: str, backend: str, timeout: float) -> None:
        self._timeout = timeout
        self._end = time.monotonic() + timeout
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self._process = subprocess.Popen(
            # The folder of whoever calls is not searched for modules, that of the spec is.
            [sys.executable, "-P", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={"TF_CPP_MIN_LOG_LEVEL": "3", **os.environ, "KERAS_BACKEND": backend},
        )
        assert self._process.stdout is not None
        self._lines = _lines(self._process.stdout)

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        if os.environ.get("MTLC_TRACEBACK"):
            self._errors.seek(0)
            sys.stderr.write(self._errors.read().decode(errors="replace"))
        self._process.kill()
        self._process.wait()
        assert self._process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        self._errors.close()

    def tell(self, order: Event) -> None:
        """Give an order."""
        assert self._process.stdin is not None
        # If it ended before it had read, what it said to that is more telling.
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            self._process.stdin.flush()

    def hear(self) -> Iterator[Event]:
        """What it says to an order, one event after the other.

        Raises:
            Ended: it crashed, was killed, or took too long.
        """
        while True:
            try:
                line = self._lines.get(timeout=max(self._end - time.monotonic(), 0))
            except queue.Empty:
                late = f"it took longer than {self._timeout:g} s, and was ended"
                raise Ended(late) from None
            if not line:
                raise Ended(_how(self._process.wait(), self._errors))
            event = json.loads(line)
            if "end" in event:
                return
            yield event


def listen(order: Event, backend: str, timeout: float, module: str = CHILD) -> Iterator[Event]:
    """What a process says to its only order.

    Raises:
        Ended: it crashed, was killed, or took too long.
    """
    with Process(module, backend, timeout) as process:
        process.tell(order)
        yield from process.hear()


def _lines(stream: IO[bytes]) -> queue.Queue[bytes]:
    """The lines of a stream as they come; the last one is empty."""
    found: queue.Queue[bytes] = queue.Queue()

    def read() -> None:
        for line in stream:
            found.put(line)
        found.put(b"")

    threading.Thread(target=read, daemon=True).start()
    return found


def _how(status: int, errors: IO[bytes]) -> str:
    """`the process was killed by SIGKILL`, `… ended with status 1: its last line`."""
    if status < 0:
        try:
            name = signal.Signals(-status).name
        except ValueError:
            name = f"signal {-status}"
        return f"the process was killed by {name}"
    errors.seek(0)
    said = errors.read().decode(errors="replace").split("\n")
    last = next((line.strip() for line in reversed(said) if line.strip()), "")
    return f"the process ended with status {status}" + (f": {last}" if last else "")
