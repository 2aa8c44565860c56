"""The tensors of an outer model that a nested one looks at."""

from __future__ import annotations

from collections.abc import Iterable

from mtlc.expand.model import Captured
from mtlc.graph import Value
from mtlc.pysrc import Expression


class Captures:
    """The inputs that these tensors are inside, and what each is outside.

    A tensor that goes by two names is two inputs. Which of them is which is free: those who
    call the model give them in the order in which they have been asked for.
    """

    def __init__(self, captured: Iterable[Captured], inputs: Iterable[Expression]) -> None:
        self._captured = tuple(captured)
        self._inputs: dict[Value, list[Expression]] = {}
        for one, made in zip(self._captured, inputs, strict=True):
            self._inputs.setdefault(one.value, []).append(made)
        self._outside: dict[Value, list[Expression]] = {}

    def input_of(self, tensor: Value, outside: Expression) -> Expression:
        """The input that is a tensor, by the expression that it is outside."""
        inputs = self._inputs[tensor]
        known = self._outside.setdefault(tensor, [])
        if outside not in known and len(known) < len(inputs):
            known.append(outside)
        return inputs[known.index(outside) if outside in known else 0]

    def outside(self) -> list[Expression]:
        """What the model is called on for these inputs, in their order."""
        left = {tensor: iter(found) for tensor, found in self._outside.items()}
        values = [one.value for one in self._captured]
        return [next(left[one], self._outside[one][0]) for one in values]
