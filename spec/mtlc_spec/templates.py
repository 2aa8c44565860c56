"""Values and arguments that hold expressions, to be filled in once the names have values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from mtlc_spec.arguments import diagnose, read_arguments
from mtlc_spec.diagnostics import Diagnostic, Report
from mtlc_spec.expressions import (
    Expr,
    ExpressionError,
    Kind,
    Place,
    evaluate,
    parse_expression,
    parse_text,
)
from mtlc_spec.expressions import diagnose as diagnose_expression
from mtlc_spec.expressions import names as names_in
from mtlc_spec.expressions.bounds import MAX_LENGTH
from mtlc_spec.nodes import Mapping as MappingNode
from mtlc_spec.nodes import Node, Scalar, Sequence, plain
from mtlc_spec.source import Source
from mtlc_spec.values.tagged import spread, validate

M = TypeVar("M", bound=BaseModel)

Names = Mapping[str, object]
"""The values of params, and of `i` and `copy`."""


class Unreadable(Exception):
    """An expression that does not parse; it has been reported."""


def is_dynamic(node: Node | None) -> bool:
    """Whether a dollar stands anywhere in what was written."""
    return node is not None and (
        node.source.text.find("$", node.start, node.end) >= 0
        or (isinstance(node, Scalar) and isinstance(node.value, str) and "$" in node.value)
    )


def may_compute(source: Source) -> bool:
    """Whether a dollar can stand in any string of a source."""
    return "$" in source.text or "\\" in source.text


def written(node: Node, report: Report) -> Any:
    """The node as plain data, its expressions parsed.

    Raises:
        Unreadable: an expression does not parse.
    """
    if not is_dynamic(node):
        return plain(node)
    if isinstance(node, Scalar):
        return expression_in(node, report)
    if isinstance(node, Sequence):
        return tuple([written(item, report) for item in node])
    assert isinstance(node, MappingNode)
    return {name: written(key.node, report) for name, key in node.entries.items()}


def expression_in(node: Scalar, report: Report) -> Any:
    """The value of a scalar, parsed where it is text.

    Raises:
        Unreadable: an expression does not parse.
    """
    if not isinstance(node.value, str):
        return node.value
    try:
        return parse_text(node.value, Place.of(node))
    except ExpressionError as error:
        report.add(diagnose_expression(error, node.source))
        raise Unreadable from None


def condition_in(node: Scalar, report: Report) -> Any:
    """The expression of `when`, or the plain value if it is no text.

    Raises:
        Unreadable: it does not parse.
    """
    if not isinstance(node.value, str):
        return node.value
    if node.value.startswith("$"):
        return expression_in(node, report)
    try:
        return parse_expression(node.value, Place.of(node))
    except ExpressionError as error:
        report.add(diagnose_expression(error, node.source))
        raise Unreadable from None


def filled(value: Any, names: Names) -> Any:
    """The value with every expression in it evaluated.

    Raises:
        ExpressionError: one of them cannot be.
    """
    if isinstance(value, Expr):
        return evaluate(value, names)
    if isinstance(value, tuple):
        made = tuple([filled(item, names) for item in value])
        for written, item in zip(value, made, strict=True):
            if item.__class__ is tuple and isinstance(written, Expr):
                _check_size(made, written)
                break
        return made
    if isinstance(value, dict):
        return {key: filled(item, names) for key, item in value.items()}
    return value


def _check_size(made: tuple[object, ...], at: Expr) -> None:
    """Refuse a list that lists in it make too long.

    Raises:
        ExpressionError: it is.
    """
    count = 0
    waiting: list[object] = [*made]
    while waiting:
        one = waiting.pop()
        count += 1
        if count > MAX_LENGTH:
            problem = f"the list would have more than {MAX_LENGTH} items in all"
            raise ExpressionError(problem, at.start, at.end, kind=Kind.SIZE)
        if isinstance(one, tuple):
            waiting.extend(one)


def expressions_in(value: Any) -> Iterator[Expr]:
    """Every expression that a value holds."""
    if isinstance(value, Expr):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from expressions_in(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from expressions_in(item)


def names_used(value: Any) -> frozenset[str]:
    """The names that the expressions of a value use."""
    return frozenset().union(*(names_in(one) for one in expressions_in(value)))


@dataclass(frozen=True, slots=True, eq=False)
class Template(Generic[M]):
    """An object of the catalogue whose arguments hold expressions.

    `kind` is the place of the kind's name, `node` what is written behind it, and
    `value` its arguments by name.
    """

    model: type[M]
    kind: Scalar
    node: Node | None
    value: Mapping[str, Any]
    where: str

    def fill(self, names: Names) -> tuple[M | None, tuple[Diagnostic, ...]]:
        """The object for these values; None, and what is wrong, if there is none."""
        try:
            return validate(self.model, filled(dict(self.value), names)), ()
        except ExpressionError as error:
            return None, (diagnose_expression(error, self.kind.source),)
        except ValidationError as error:
            found: Iterable[Diagnostic] = diagnose(
                self.model, error, self.node, self.kind.span, self.where or self.model.__name__
            )
            return None, tuple(found)


def read_template(
    model: type[M], kind: Scalar, node: Node, report: Report, where: str
) -> M | Template[M] | None:
    """The object of what is written, or a template of it; None, and a report, if wrong."""
    if not is_dynamic(node):
        return read_arguments(model, kind, node, report, where)
    try:
        value = written(node, report)
    except Unreadable:
        return None
    return Template(model, kind, node, spread(model, value), where)
