"""A small coverage-guided fuzzer: what reaches new code is kept, and changed further.

Atheris needs wheels that are not made for every Python, and its runs differ with the machine;
this one needs nothing, and the same seed gives the same run.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from random import Random
from types import CodeType, FrameType, ModuleType

import yaml

Change = Callable[[str, Random], str]
Line = tuple[CodeType, int]
Branch = tuple[Line | None, Line]


class Coverage:
    """The branches of some modules that are taken: two lines after one another."""

    def __init__(self, modules: Iterable[ModuleType]) -> None:
        self.files = {module.__file__ for module in modules}
        self.taken: set[Branch] = set()

    def of(self, work: Callable[[], object]) -> set[Branch]:
        """What a piece of work takes."""
        self.taken = set()
        before = sys.gettrace()
        sys.settrace(self._called)
        try:
            work()
        finally:
            sys.settrace(before)
        return self.taken

    def _called(self, frame: FrameType, event: str, argument: object) -> object:
        if frame.f_code.co_filename not in self.files:
            return None
        taken, last = self.taken, None

        def line(frame: FrameType, event: str, argument: object) -> object:
            nonlocal last
            here = (frame.f_code, frame.f_lineno)
            taken.add((last, here))
            last = here
            return line

        return line


class Fuzzer:
    """Texts, of which each reached what none before it did."""

    def __init__(
        self,
        work: Callable[[str], object],
        modules: Iterable[ModuleType],
        changes: list[Change],
        seed: int,
    ) -> None:
        self.work = work
        self.coverage = Coverage(modules)
        self.changes = changes
        self.draw = Random(seed)
        self.reached: set[Branch] = set()
        self.corpus: list[str] = []

    def run(self, text: str) -> bool:
        """Whether a text reaches anything new; then it is kept.

        Raises:
            AssertionError: the work fails, and for which text.
        """
        try:
            taken = self.coverage.of(lambda: self.work(text))
        except Exception as error:
            raise AssertionError(f"fails for {text!r}") from error
        if taken <= self.reached:
            return False
        self.reached |= taken
        self.corpus.append(text)
        return True

    def fuzz(self, runs: int) -> int:
        """Change what was kept; how many texts reached something new."""
        found = 0
        for _ in range(runs):
            # what was found last is changed most
            at = int(len(self.corpus) * max(self.draw.random(), self.draw.random()))
            text = self.corpus[at]
            for _ in range(self.draw.choice([1, 1, 2, 4])):
                try:
                    text = self.draw.choice(self.changes)(text, self.draw) or " "
                except (LookupError, ValueError, TypeError, yaml.YAMLError, RecursionError):
                    continue  # nothing in it that could be changed so
            found += self.run(text[:4000])
        return found
