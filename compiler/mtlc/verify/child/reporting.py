"""What the process says: what it is doing, and how each check went."""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TextIO

from mtlc.verify.child.sentences import sentence


@dataclass
class Finding:
    """What came out of a check; until something is wrong, it is ok."""

    status: str = "ok"
    detail: str = ""
    problems: list[str] = field(default_factory=list)

    def fail(self, problem: str) -> None:
        self.status = "failed"
        self.problems.append(problem)
        self.detail = self.detail or problem

    def skip(self, why: str) -> None:
        self.status = "skipped"
        self.detail = why


class Reporter:
    """Writes events, a JSON object a line."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def send(self, **event: Any) -> None:
        self._stream.write(json.dumps(event) + "\n")
        self._stream.flush()

    @contextmanager
    def check(self, name: str) -> Iterator[Finding]:
        """Time what is done, and report how it went; what it raises is a failure."""
        self.send(doing=name)
        finding = Finding()
        start = time.perf_counter()
        try:
            yield finding
        except (Exception, SystemExit) as error:
            self.trace()
            finding.detail = ""
            finding.fail(sentence(error))
        self.add(name, finding, time.perf_counter() - start)

    def add(self, name: str, finding: Finding, seconds: float = 0.0) -> None:
        """Report a check that was made."""
        self.send(
            check=name,
            status=finding.status,
            detail=finding.detail,
            problems=finding.problems,
            seconds=seconds,
        )

    def trace(self) -> None:
        """Print where it went wrong, for whoever asks for it."""
        traceback.print_exc(file=sys.stderr)
