"""Run a command, and print what the system says it needed; small itself, since it counts too.

A process begins with the memory of the one that started it, and a test has a lot of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple


class Measured(NamedTuple):
    """What a process printed, and what it needed."""

    status: int
    out: str
    seconds: float
    """Of the processor."""
    megabytes: float


def measured(command: list[str], folder: Path) -> Measured:
    """Run a command in a folder, started by this module."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", __file__, *command],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    status, seconds, megabytes = json.loads(done.stderr.splitlines()[-1])
    return Measured(status, done.stdout, seconds, megabytes)


def main() -> None:
    process = subprocess.Popen(sys.argv[1:], stderr=subprocess.STDOUT)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = usage.ru_utime + usage.ru_stime
    print(
        json.dumps([os.waitstatus_to_exitcode(status), seconds, usage.ru_maxrss / 1024]),
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
