"""What an expression is made of: text, brackets, and chains of operators."""

from __future__ import annotations

from dataclasses import field
from enum import Enum, IntEnum

from mtlc_spec.frozen import frozen


class Precedence(IntEnum):
    """How tightly an expression holds together; a weaker operand gets parentheses."""

    CONDITIONAL = 0
    OR = 1
    AND = 2
    NOT = 3
    COMPARISON = 4
    ADDITIVE = 5
    MULTIPLICATIVE = 6
    UNARY = 7
    POWER = 8
    NUMBER = 9
    PRIMARY = 10


class Rank(IntEnum):
    """The order in which operators of one line break: the highest rank first."""

    NONE = 0
    ATTRIBUTE = 1
    POWER = 2
    MULTIPLICATIVE = 3
    ADDITIVE = 4
    COMPARISON = 5
    BOOLEAN = 6
    CONDITIONAL = 7


class Kind(Enum):
    """What a pair of brackets is for."""

    CALL = "f(x)"
    INDEX = "x[i]"
    DISPLAY = "[x]"
    GROUP = "(x)"


@frozen
class Bracket:
    """A pair of brackets and the items between them."""

    kind: Kind
    flat: str
    items: tuple[Expression, ...]
    separator: str = ", "
    """What stands between two items on one line; a blank between the clauses of a
    comprehension."""
    trailing: bool = False
    """A comma follows the last item once each has a line of its own."""
    exploded: bool = False
    """It, or something in it, never stands on one line."""

    @property
    def shares(self) -> bool:
        """Whether its items may share a line of their own."""
        return not self.exploded and (self.kind is not Kind.DISPLAY or self.separator == " ")


@frozen
class Link:
    """An operator, blanks around it as on one line, and the operand behind it."""

    operator: str
    operand: Expression

    @property
    def head(self) -> str:
        """The operator at the beginning of a line."""
        stripped = self.operator.strip()
        return f"{stripped} " if stripped else ""


@frozen
class Chain:
    """Operands with operators of one rank between them; breaks in front of these."""

    rank: Rank
    flat: str
    links: tuple[Link, ...]
    """The first has no operator."""
    exploded: bool = False


Part = str | Bracket | Chain


@frozen
class Expression:
    """A run of parts; `flat` is all of it on one line."""

    parts: tuple[Part, ...]
    flat: str
    precedence: Precedence = field(default=Precedence.PRIMARY, compare=False)
    exploded: bool = field(default=False, compare=False)
    """Something in it never stands on one line."""
