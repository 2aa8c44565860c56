"""Processes that watch, read with a deadline, and ended with their test."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pytest

DEADLINE = 120
"""Seconds after which an answer does not come any more; nothing waits that long."""


class Watching:
    """A process of `mtlc` that watches, and what it has printed."""

    def __init__(self, process: subprocess.Popen[bytes], output: IO[bytes] | int) -> None:
        self.process = process
        self._output = output if isinstance(output, int) else output.fileno()
        self._unread = b""

    def until(self, end: str) -> str:
        """What is printed up to a text, which is expected."""
        wanted = end.encode()
        while wanted not in self._unread:
            data = self._more()
            assert data, f"the output ended with {self._unread!r}"
            self._unread += data
        before, _, self._unread = self._unread.partition(wanted)
        return (before + wanted).decode()

    def round(self) -> dict[str, Any]:
        """The next round as JSON."""
        return dict(json.loads(self.until("\n")))

    def ended(self) -> tuple[int, str]:
        """The status of the process when it is over, and what was left to read."""
        status = self.process.wait(DEADLINE)
        while data := self._more():
            self._unread += data
        return status, self._unread.decode()

    def _more(self) -> bytes:
        with selectors.DefaultSelector() as selector:
            selector.register(self._output, selectors.EVENT_READ)
            assert selector.select(DEADLINE), f"nothing came after {self._unread!r}"
        try:
            return os.read(self._output, 65536)
        except OSError:  # how a terminal says that nobody is there any more
            return b""


Start = Callable[..., Watching]


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment that keeps byte code, so that only the first start is slow."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONDONTWRITEBYTECODE", "NO_COLOR", "WATCHFILES_FORCE_POLLING")
    }
    base = tmp_path_factory.getbasetemp()
    cache = str((base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "bytecode")
    return {**environment, "PYTHONPYCACHEPREFIX": cache, "TERM": "xterm", "PYTHONUTF8": "1"}


def heed_interrupts() -> None:
    """Tests that run in the background of a shell are told to ignore them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def start(tmp_path: Path, installed: dict[str, str]) -> Iterator[Start]:
    """Starts `mtlc` with its output in a pipe."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str, **environment: str) -> Watching:
        process = subprocess.Popen(
            [sys.executable, "-m", "mtlc", *arguments],
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**installed, **environment},
            preexec_fn=heed_interrupts,
        )
        started.append(process)
        assert process.stdout is not None
        return Watching(process, process.stdout)

    yield start
    for process in started:
        process.kill()
        process.communicate()


def save(path: Path, text: str) -> None:
    """Save as most editors do: a new file in place of the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.new")
    new.write_text(text)
    new.replace(path)


def pause_of_a_kill(seconds: float) -> None:
    """Let a process run on for a moment that was drawn."""
    time.sleep(seconds)
