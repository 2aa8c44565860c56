"""The expressions of a spec, `$name` and `$(…)`: parsed and evaluated, never run as Python."""

from __future__ import annotations

from mtlc_spec.expressions.errors import ExpressionError, Kind
from mtlc_spec.expressions.evaluation import evaluate
from mtlc_spec.expressions.place import Place
from mtlc_spec.expressions.problems import diagnose
from mtlc_spec.expressions.strings import parse_expression, parse_text
from mtlc_spec.expressions.tokens import RESERVED
from mtlc_spec.expressions.tree import Expr, Text, names

__all__ = [
    "RESERVED",
    "Expr",
    "ExpressionError",
    "Kind",
    "Place",
    "Text",
    "diagnose",
    "evaluate",
    "names",
    "parse_expression",
    "parse_text",
]
