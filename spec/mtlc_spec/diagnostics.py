"""What a compiler run has to say: diagnostics, their codes, and the report of them all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, ClassVar, NamedTuple, Self, dataclass_transform

from mtlc_spec.source import Span


class Severity(StrEnum):
    """How bad it is, from worst to mildest."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        return _RANKS[self]


_RANKS = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.NOTE: 0}


class Label(NamedTuple):
    """Another place that takes part, with what it contributes."""

    span: Span
    message: str


class Origin(NamedTuple):
    """What an expansion made, and the piece of the spec that it made it from."""

    name: str
    span: Span


class Edit(NamedTuple):
    """A replacement of the text of one place."""

    span: Span
    text: str


CODES: dict[str, type[Diagnostic]] = {}
"""Every diagnostic class whose module is loaded, by its code."""


@dataclass_transform(frozen_default=True, kw_only_default=True)
class _Record:
    """A frozen dataclass, as far as its users and type checkers can see.

    `dataclasses.dataclass` compiles methods for each class, which for all diagnostics
    together would cost the command line 40 ms at every start.
    """

    def __init__(self, **fields: Any) -> None:
        self.__dict__.update(fields)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(tuple(self.__dict__.items()))

    def __repr__(self) -> str:
        fields = ", ".join(f"{key}={value!r}" for key, value in self.__dict__.items())
        return f"{type(self).__name__}({fields})"


class Diagnostic(_Record):
    """One problem at one place; a subclass per code.

    Its fields are the data, `message` and `help` are computed from them, and its
    docstring is what `mtlc explain` prints.
    """

    code: ClassVar[str]
    severity: ClassVar[Severity]
    slug: ClassVar[str]
    """The name for `# mtlc: allow`: `UnusedLayer` reads `unused-layer`."""

    span: Span
    labels: tuple[Label, ...] = ()
    trace: tuple[Origin, ...] = ()
    """The uses that led there, the innermost first."""
    others: int = 0
    """How many more uses of the same place have the same problem."""

    def __init_subclass__(cls, code: str = "", severity: Severity = Severity.ERROR) -> None:
        super().__init_subclass__()
        if not code:
            return
        if code in CODES:
            raise TypeError(f"{code} is both {CODES[code].__name__} and {cls.__name__}")
        cls.code = code
        cls.severity = severity
        cls.slug = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()
        CODES[code] = cls

    def __str__(self) -> str:
        """`model.yaml:3:9: error[MTL1001]: Keras has no layer `Dens``, on one line."""
        line, column = self.span.source.position(self.span.start)
        place = f"{self.span.source.name}:{line}:{column}"
        return f"{place}: {self.severity}[{self.code}]: {self.message}"

    @property
    def message(self) -> str:
        """What is wrong, with the actual names and values."""
        raise NotImplementedError

    @property
    def help(self) -> str | None:
        """How to repair it, where a way out is known."""
        return None

    @property
    def fix(self) -> tuple[Edit, ...]:
        """The repair as text edits, where it is mechanical."""
        return ()

    @property
    def at_its_use(self) -> Self:
        """The same at the place where a block of the library is used wrongly."""
        if not self.span.source.is_library:
            return self
        for number, one in enumerate(self.trace):
            if not one.span.source.is_library:
                inside = Label(self.span, "in the library")
                return self.replace(
                    span=one.span,
                    labels=(inside, *self.labels),
                    trace=self.trace[number + 1 :],
                )
        return self

    def replace(self, **fields: Any) -> Self:
        """A copy with other values for some fields."""
        return type(self)(**{**self.__dict__, **fields})


class Report:
    """The diagnostics of one run."""

    def __init__(self) -> None:
        self._found: list[Diagnostic] = []
        self._settled: set[Span] = set()

    def add(self, diagnostic: Diagnostic) -> None:
        if not self._settled or diagnostic.span not in self._settled:
            self._found.append(diagnostic)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        for diagnostic in diagnostics:
            self.add(diagnostic)

    def settle(self, diagnostic: Diagnostic) -> None:
        """Add what makes everything that comes later for its place a mere follower."""
        self.add(diagnostic)
        self._settled.add(diagnostic.span)

    @property
    def ok(self) -> bool:
        """True as long as there is no error."""
        return all(found.severity is not Severity.ERROR for found in self._found)

    def __iter__(self) -> Iterator[Diagnostic]:
        """Each diagnostic once, ordered by place.

        Inside of what is used several times, one place with one problem is one
        diagnostic: that of the first use, which counts the others.
        """
        found: dict[object, Diagnostic] = {}
        told: set[object] = set()
        others: Counter[object] = Counter()
        for one in sorted(self._found, key=_order):
            inside = tuple(at.span for at in one.labels if at.span.source.is_library)
            key: object = (one.code, one.span, inside, None if one.trace else one.message)
            if key in found:
                others[key] += bool(one.trace)
                continue
            words = (one.code, one.span, inside, one.message)
            if words not in told:  # once with a trace, and once without
                told.add(words)
                found[key] = one
        for place, one in found.items():
            yield one.replace(others=others[place]) if others[place] else one


def _order(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
    span = diagnostic.span
    return (span.source.name, span.start, span.end, diagnostic.code)
