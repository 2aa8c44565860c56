"""What an expression is worth.

Values are integers, floats, booleans, strings, `None`, and tuples, which are the lists of
a spec. A result is always what Python computes for the same text. Types are stricter
where Python would hide a mistake:

- a boolean is not a number in arithmetic and order (`true + 1`); `int` makes one of it
- order (`<`, `min`, `max`) is for two numbers or two strings, not for lists
- `%` does not format strings, `in` looks only into lists and strings
- `int` takes numbers, booleans, and strings of digits; `min` and `max` of one value take
  a list
- inside a longer string stand strings and numbers alone

`==`, `!=` and `in` take values of any types, as in Python. So do `and`, `or`, `not` and
conditions: zero, `""`, `[]` and `null` count as false, and `a or b` is one of the two.
"""

from __future__ import annotations

from collections.abc import Mapping

from mtlc_spec.expressions import functions, operations
from mtlc_spec.expressions.errors import ExpressionError, Fault, Kind
from mtlc_spec.expressions.tree import (
    Binary,
    Boolean,
    CallFunction,
    Compare,
    Conditional,
    Constant,
    Expr,
    ListOf,
    Name,
    Subscript,
    Text,
    Unary,
)
from mtlc_spec.expressions.work import Work, check_length


def evaluate(expr: Expr, names: Mapping[str, object]) -> object:
    """The value of an expression, where names have these values."""
    return _Evaluation(names).value(expr)


class _Evaluation:
    def __init__(self, names: Mapping[str, object]) -> None:
        self.names = names
        self.work = Work()

    def value(self, expr: Expr) -> object:
        try:
            return self._value(expr)
        except Fault as fault:
            at = expr if fault.operand is None else expr.parts[fault.operand]
            raise ExpressionError(
                fault.problem, at.start, at.end, fault.advice, fault.kind
            ) from None

    def _value(self, expr: Expr) -> object:
        match expr:
            case Constant():
                return expr.value
            case Name():
                return self._name(expr)
            case Unary():
                operand = self.value(expr.operand)
                if expr.operator == "not":
                    return not operand
                return operations.negate(expr.operator, operand)
            case Binary():
                left = self.value(expr.left)
                right = self.value(expr.right)
                return operations.combine(expr.operator, left, right, self.work)
            case Compare():
                return self._compare(expr)
            case Boolean():
                return self._boolean(expr)
            case Conditional():
                chosen = expr.then if self.value(expr.condition) else expr.otherwise
                return self.value(chosen)
            case ListOf():
                items = tuple([self.value(item) for item in expr.items])
                self.work.handle(items)
                return items
            case Subscript():
                return operations.subscript(self.value(expr.value), self.value(expr.index))
            case CallFunction():
                arguments = [self.value(argument) for argument in expr.arguments]
                return functions.call(expr.function, arguments, self.work)
            case Text():
                return self._text(expr)
            case _:
                raise TypeError(f"{type(expr).__name__} is not an expression")

    def _name(self, expr: Name) -> object:
        if expr.name in self.names:
            return self.names[expr.name]
        raise ExpressionError(
            f"`{expr.name}` is not known",
            expr.start,
            expr.end,
            kind=Kind.UNKNOWN_NAME,
            name=expr.name,
            known=tuple(self.names),
        )

    def _compare(self, expr: Compare) -> bool:
        left = self.value(expr.operands[0])
        for sign, operand in zip(expr.operators, expr.operands[1:], strict=True):
            right = self.value(operand)
            if not operations.compare(sign, left, right, self.work):
                return False
            left = right
        return True

    def _boolean(self, expr: Boolean) -> object:
        value: object = None
        for operand in expr.operands:
            value = self.value(operand)
            if bool(value) is (expr.operator == "or"):
                break
        return value

    def _text(self, expr: Text) -> str:
        words: list[str] = []
        length = 0
        for piece in expr.pieces:
            word = piece if isinstance(piece, str) else self._word(piece)
            length += len(word)
            check_length(length, "string")
            words.append(word)
        return "".join(words)

    def _word(self, piece: Expr) -> str:
        value = self.value(piece)
        try:
            return operations.in_text(value)
        except Fault as fault:
            raise ExpressionError(
                fault.problem, piece.start, piece.end, fault.advice, fault.kind
            ) from None
