"""The arguments of a function by name, once it is known how many tensors it takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError
from pydantic_core import InitErrorDetails

from mtlc_spec.arguments import diagnose
from mtlc_spec.diagnostics import Diagnostic
from mtlc_spec.functions.base import Function
from mtlc_spec.nodes import Node, Scalar
from mtlc_spec.templates import Template, expressions_in
from mtlc_spec.values.tagged import conflict, validate


@dataclass(frozen=True, slots=True)
class Binding:
    """What stands behind a function, and the names in `call`.

    Which arguments these are depends on how many tensors `from` gives: `ops.take: 1` is the
    axis where it gives the indices as well.
    """

    model: type[Function]
    key: Scalar
    node: Node | None
    value: object
    call: tuple[str, ...]
    _made: dict[int, Function | Template[Function]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def of(self, tensors: int) -> Function | Template[Function]:
        """The function, or a template of it where arguments are computed.

        Raises:
            ValidationError: the arguments do not fit so many tensors, or are wrong.
        """
        made = self._made.get(tensors)
        if made is None:
            arguments = self.model.bind(self.value, tensors, self.call)
            if any(True for _ in expressions_in(dict(arguments))):
                made = Template(self.model, self.key, self.node, arguments, self._where)
            else:
                made = validate(self.model, arguments)
            self._made[tensors] = made
        return made

    def from_more(self, tensors: int) -> Function | Template[Function] | None:
        """The function of the least number of further tensors that the arguments fit."""
        for more in range(tensors + 1, len(self.model.tensors) + 2):
            try:
                return self.of(more)
            except ValidationError:
                continue
        return None

    def problems(self, error: ValidationError) -> Iterable[Diagnostic]:
        """What is wrong, at its place."""
        found: Iterable[Diagnostic] = diagnose(
            self.model, error, self.node, self.key.span, self._where
        )
        return found

    def ambiguous(self, tensors: int) -> ValidationError:
        """What is wrong where one entry is called on more tensors here than elsewhere."""
        count = f"{tensors} tensor{'' if tensors == 1 else 's'}"
        words = f"of {count} it means another argument than elsewhere; give it by name"
        problem = InitErrorDetails(type=conflict("", words), loc=(), input=self.value)
        return ValidationError.from_exception_data(self.model.__name__, [problem])

    @property
    def computes(self) -> bool:
        """Whether there are expressions in it."""
        value = dict(self.value) if isinstance(self.value, Mapping) else self.value
        return any(True for _ in expressions_in(value))

    @property
    def _where(self) -> str:
        return f"ops.{self.model.function}"
