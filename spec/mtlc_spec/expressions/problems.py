"""What can be wrong with an expression."""

from __future__ import annotations

from mtlc_spec.diagnostics import Diagnostic, Edit
from mtlc_spec.expressions.errors import ExpressionError, Kind
from mtlc_spec.source import Source, Span
from mtlc_spec.suggestions import did_you_mean, surely


class InvalidExpression(Diagnostic, code="MTL1017"):
    """A text is not an expression.

    Expressions are a small part of Python: numbers, strings, lists, names, subscripts,
    arithmetic, comparisons, `in`, `and`, `or`, `not`, `a if condition else b`, and the
    functions `min`, `max`, `round`, `int` and `len`.

    Example::

          params: {width: 8}
          inputs: {x: [4]}
        - layers: [Dense: $(width ** )]
        + layers: [Dense: $(width ** 2)]
    """

    problem: str
    advice: str | None

    @property
    def message(self) -> str:
        return self.problem

    @property
    def help(self) -> str | None:
        return self.advice


class UnknownParam(Diagnostic, code="MTL1018"):
    """An expression uses a name that nothing gives a value where it stands.

    Known are the params of the document, in a block also its own, and `i` and `copy`
    where something is repeated or copied.

    Example::

          params: {width: 8}
          inputs: {x: [4]}
        - layers: [Dense: $widht]
        + layers: [Dense: $width]
    """

    name: str
    known: tuple[str, ...]

    @property
    def message(self) -> str:
        return f"there is no param `{self.name}` here"

    @property
    def help(self) -> str | None:
        meant = did_you_mean(self.name, self.known)
        if meant is not None or not self.known:
            return meant
        listed = ", ".join(f"`{name}`" for name in self.known[:12])
        return f"known here: {listed}"

    @property
    def fix(self) -> tuple[Edit, ...]:
        meant = surely(self.name, self.known)
        if meant is None or self.span.text != self.name:
            return ()
        return (Edit(self.span, meant),)


class ExpressionFault(Diagnostic, code="MTL1019"):
    """An expression cannot be computed with the values that its names have.

    An operator does not take values of these types, a number is divided by zero, a list
    has no such item. `true` and `false` are not numbers.

    Example::

        - params: {heads: 0}
        + params: {heads: 4}
          inputs: {x: [4]}
          layers: [Dense: $(64 // heads)]
    """

    problem: str
    advice: str | None

    @property
    def message(self) -> str:
        return self.problem

    @property
    def help(self) -> str | None:
        return self.advice


class ExpressionTooLarge(Diagnostic, code="MTL1020"):
    """An expression, or what it computes, is larger than a spec can hold.

    Whole numbers have 64 bits, other numbers are finite; strings and lists, the text of
    an expression and its nesting have a largest size.

    Example::

          params: {width: 8}
          inputs: {x: [4]}
        - layers: [Dense: $(width ** 64)]
        + layers: [Dense: $(width ** 2)]
    """

    problem: str

    @property
    def message(self) -> str:
        return self.problem


def diagnose(error: ExpressionError, source: Source) -> Diagnostic:
    """The report of a mistake, at its place."""
    span = Span(source, error.start, error.end)
    match error.kind:
        case Kind.UNKNOWN_NAME:
            return UnknownParam(span=span, name=error.name, known=error.known)
        case Kind.FAULT:
            return ExpressionFault(span=span, problem=error.problem, advice=error.advice)
        case Kind.SIZE:
            return ExpressionTooLarge(span=span, problem=error.problem)
        case Kind.SYNTAX:
            return InvalidExpression(span=span, problem=error.problem, advice=error.advice)
