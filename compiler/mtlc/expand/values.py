"""The values of expressions, and the arguments that hold some."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel

from mtlc.expand.context import Context
from mtlc.expand.layout import Layout
from mtlc.expand.params import report
from mtlc_spec.expressions import ExpressionError, diagnose
from mtlc_spec.source import Source
from mtlc_spec.templates import Template, filled, names_used

M = TypeVar("M", bound=BaseModel)


class _Failed:
    """What an expression gives that cannot be evaluated."""

    def __repr__(self) -> str:
        return "FAILED"


FAILED = _Failed()


def evaluate(
    layout: Layout, context: Context, value: object, source: Source | None = None
) -> object:
    """The value with its expressions evaluated; `FAILED`, and a report, if one cannot be.

    `source` is where it is written, if not with the entries of the frame.
    """
    if value is None or value.__class__ in (int, str, bool, float):
        return value
    try:
        return filled(value, context.names)
    except ExpressionError as error:
        own = context.frame.scope.definition.layers_span.source
        if error.name not in layout.missing:
            layout.add(context, diagnose(error, source or own))
        return FAILED


def fill(layout: Layout, context: Context, template: Template[M]) -> M | None:
    """The arguments with their expressions evaluated; None, and a report, if they are wrong."""
    used = names_used(template.value)
    values = tuple([(name, repr(context.names.get(name, FAILED))) for name in sorted(used)])
    key = (id(template), values)
    if key not in layout.filled:
        layout.filled[key], problems = template.fill(context.names)
    elif layout.filled[key] is None:
        problems = template.fill(context.names)[1]
    else:
        problems = ()
    if problems and layout.missing.isdisjoint(used - {*context.names}):
        report(layout, context, problems)
    return layout.filled[key]  # type: ignore[return-value]
