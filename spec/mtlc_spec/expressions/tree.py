"""The syntax tree of an expression."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Expr:
    """An expression, with its offsets in the source, parentheses left out.

    A node is equal to itself alone: methods for comparing would double the time that
    these classes take to make.
    """

    start: int
    end: int

    @property
    def parts(self) -> tuple[Expr, ...]:
        """The expressions that it is made of, in the order of the text."""
        return ()


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Expr):
    """`3`, `0.5`, `"same"`, `true`, `null`"""

    value: int | float | str | bool | None


@dataclass(frozen=True, slots=True, eq=False)
class Name(Expr):
    """`width`"""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class ListOf(Expr):
    """`[a, b]`"""

    items: tuple[Expr, ...]

    @property
    def parts(self) -> tuple[Expr, ...]:
        return self.items


@dataclass(frozen=True, slots=True, eq=False)
class Subscript(Expr):
    """`widths[-1]`"""

    value: Expr
    index: Expr

    @property
    def parts(self) -> tuple[Expr, ...]:
        return (self.value, self.index)


@dataclass(frozen=True, slots=True, eq=False)
class Unary(Expr):
    """`-x`, `+x`, `not x`"""

    operator: str
    operand: Expr

    @property
    def parts(self) -> tuple[Expr, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True, eq=False)
class Binary(Expr):
    """`a + b`; the operators are `+ - * / // % **`."""

    operator: str
    left: Expr
    right: Expr

    @property
    def parts(self) -> tuple[Expr, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True, eq=False)
class Compare(Expr):
    """`0 < i < 3`: one operand more than there are operators."""

    operands: tuple[Expr, ...]
    operators: tuple[str, ...]
    """Of `== != < <= > >= in`, and `not in`."""

    @property
    def parts(self) -> tuple[Expr, ...]:
        return self.operands


@dataclass(frozen=True, slots=True, eq=False)
class Boolean(Expr):
    """`a and b and c`, `a or b`"""

    operator: str
    operands: tuple[Expr, ...]

    @property
    def parts(self) -> tuple[Expr, ...]:
        return self.operands


@dataclass(frozen=True, slots=True, eq=False)
class Conditional(Expr):
    """`then if condition else otherwise`"""

    then: Expr
    condition: Expr
    otherwise: Expr

    @property
    def parts(self) -> tuple[Expr, ...]:
        return (self.then, self.condition, self.otherwise)


@dataclass(frozen=True, slots=True, eq=False)
class CallFunction(Expr):
    """`min(a, b)`"""

    function: str
    arguments: tuple[Expr, ...]

    @property
    def parts(self) -> tuple[Expr, ...]:
        return self.arguments


@dataclass(frozen=True, slots=True, eq=False)
class Text(Expr):
    """A string with expressions in it: `stage$i` is `("stage", Name("i"))`."""

    pieces: tuple[str | Expr, ...]

    @property
    def parts(self) -> tuple[Expr, ...]:
        return tuple([piece for piece in self.pieces if isinstance(piece, Expr)])


def walk(expr: Expr) -> Iterator[tuple[Expr, int]]:
    """Every node in an expression, with its depth, which is 1 for the expression itself."""
    waiting = [(expr, 1)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting.extend([(part, depth + 1) for part in reversed(node.parts)])


def names(expr: Expr) -> frozenset[str]:
    """The names that an expression uses."""
    return frozenset([node.name for node, _ in walk(expr) if isinstance(node, Name)])
