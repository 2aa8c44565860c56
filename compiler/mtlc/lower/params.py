"""Params of a spec as the parameters of a function."""

from __future__ import annotations

from mtlc import pysrc
from mtlc.lower.formulas import value
from mtlc.lower.names import Needs
from mtlc.pysrc import Assign, Parameter, literal, name
from mtlc_spec.document import Param
from mtlc_spec.templates import expressions_in, names_used


def parameter(
    param: Param, word: str, needs: Needs, statements: list[pysrc.Statement]
) -> Parameter:
    """A parameter with its default; one that is computed from others is None at first."""
    if param.required:
        return Parameter(word, keyword_only=True)
    written = param.value.value
    if not any(True for _ in expressions_in(written)) or not names_used(written):
        return Parameter(word, value(written, needs.lookup), keyword_only=True)
    made = value(written, needs.lookup)
    condition = pysrc.compare(name(word), "is", literal(None))
    statements.append(pysrc.If(condition, (Assign((word,), made),)))
    return Parameter(word, literal(None), keyword_only=True)
