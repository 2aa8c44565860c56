"""What parsing and evaluating raise."""

from __future__ import annotations

from enum import Enum, auto


class Kind(Enum):
    """What sort of mistake it is; each has a diagnostic of its own."""

    SYNTAX = auto()
    UNKNOWN_NAME = auto()
    FAULT = auto()
    SIZE = auto()


class ExpressionError(Exception):
    """A mistake in an expression, at a place of its source."""

    def __init__(
        self,
        problem: str,
        start: int,
        end: int,
        advice: str | None = None,
        kind: Kind = Kind.SYNTAX,
        name: str = "",
        known: tuple[str, ...] = (),
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.start = start
        self.end = end
        self.advice = advice
        self.kind = kind
        self.name = name
        """The unknown name."""
        self.known = known
        """The names that there are, where one is unknown."""


class Fault(Exception):
    """What an operation cannot do; the evaluation knows where it stands."""

    def __init__(
        self,
        problem: str,
        advice: str | None = None,
        kind: Kind = Kind.FAULT,
        operand: int | None = None,
    ) -> None:
        super().__init__(problem)
        self.problem = problem
        self.advice = advice
        self.kind = kind
        self.operand = operand
        """Which operand is to blame, counted from 0; None for the operation as a whole."""
