"""What `returns` says: the tensors that a custom layer or function gives."""

from __future__ import annotations

from pydantic import ValidationError

from mtlc.expand.problems import WrongReturns
from mtlc_spec.diagnostics import Report
from mtlc_spec.document import InputArguments
from mtlc_spec.layers.base import Tensors
from mtlc_spec.nodes import words_for_value
from mtlc_spec.shapes import Tensor
from mtlc_spec.source import Span


def returned(value: object, span: Span, report: Report) -> Tensors | None:
    """The tensors, without their batch axis; None, and a report, if they are none.

    `[10, 2]` is one shape, `{shape: [10], dtype: int32}` the arguments of an input, a
    list of either several tensors.
    """
    several = isinstance(value, tuple) and any(isinstance(one, tuple | dict) for one in value)
    found = []
    for one in value if several and isinstance(value, tuple) else (value,):
        arguments = one if isinstance(one, dict) else {"shape": one}
        try:
            read = InputArguments.model_validate(arguments)
        except ValidationError:
            report.add(WrongReturns(span=span, found=words_for_value(one)))
            return None
        found.append(Tensor(read.shape, read.dtype))
    return tuple(found)
