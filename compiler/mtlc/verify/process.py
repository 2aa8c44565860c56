"""The process that runs Keras: it is started, listened to, and ended."""

from __future__ import annotations

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


def listen(order: dict[str, Any], backend: str, timeout: float) -> Iterator[Event]:
    """What the process says, one event after the other.

    Raises:
        Ended: it crashed, was killed, or took too long.
    """
    environment = {"TF_CPP_MIN_LOG_LEVEL": "3", **os.environ, "KERAS_BACKEND": backend}
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(
            # The folder of whoever calls is not searched for modules, that of the spec is.
            [sys.executable, "-P", "-m", CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment,
        )
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            lines = _lines(process.stdout)
            _write(process.stdin, json.dumps(order).encode())
            yield from _events(lines, time.monotonic() + timeout, timeout)
            process.wait(timeout=10)
        except EOFError:
            raise Ended(_how(process.wait(), errors)) from None
        except subprocess.TimeoutExpired:
            pass  # everything was said; what keeps it from ending is killed below
        finally:
            if os.environ.get("MTLC_TRACEBACK"):
                errors.seek(0)
                sys.stderr.write(errors.read().decode(errors="replace"))
            process.kill()
            process.wait()


def _lines(stream: IO[bytes]) -> queue.Queue[bytes]:
    """The lines of a stream as they come; the last one is empty."""
    found: queue.Queue[bytes] = queue.Queue()

    def read() -> None:
        for line in stream:
            found.put(line)
        found.put(b"")

    threading.Thread(target=read, daemon=True).start()
    return found


def _write(stream: IO[bytes], data: bytes) -> None:
    try:
        with stream:
            stream.write(data)
    except BrokenPipeError:
        pass  # it ended before it had read; what it said to that is more telling


def _events(lines: queue.Queue[bytes], end: float, timeout: float) -> Iterator[Event]:
    while True:
        try:
            line = lines.get(timeout=max(end - time.monotonic(), 0))
        except queue.Empty:
            raise Ended(f"it took longer than {timeout:g} s, and was ended") from None
        if not line:
            raise EOFError
        event = json.loads(line)
        if "end" in event:
            return
        yield event


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
