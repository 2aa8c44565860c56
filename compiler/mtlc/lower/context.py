"""Where a statement stands, and what the functions of a module ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mtlc.lower.formulas import Lookup
from mtlc.pysrc import Expression
from mtlc_spec.frozen import frozen
from mtlc_spec.templates import filled


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop that a statement stands in: what it counts with, and whether those are names.

    `number` is the variable that counts beside names, where something asks for it.
    """

    key: Expression
    is_named: bool
    number: str | None = None

    @property
    def variables(self) -> set[str]:
        return {self.key.flat} if self.number is None else {self.key.flat, self.number}


@frozen
class At:
    """The place of a statement.

    `target` is the variable to assign, `sample` are `i` and `copy` in the sample, `key`
    is the copy that is made and `keys` are all of them in the sample. `unpack` allows
    one variable for each result of a call.
    """

    lookup: Lookup
    target: str = ""
    sample: Mapping[str, object] = field(default_factory=dict)
    loops: tuple[Loop, ...] = ()
    unpack: bool = True
    key: Expression | None = None
    keys: tuple[object, ...] = ()
    given: Expression | None = None
    """The tensor that a layer is first called on; its argument gets it without `cut` axes."""
    cut: int = 1
    indexes: tuple[Expression, ...] = ()
    """The variables of the comprehensions around it."""
    inside: bool = False
    """It is part of an expression, where no statement can stand."""


@dataclass(frozen=True, slots=True)
class BlockFunction:
    """A function of a block: its name, and what every call of it is given.

    `params` are the Python parameters of its own params and of the document's,
    `document` those of the document that it needs.
    """

    name: str
    params: Mapping[str, str]
    document: tuple[str, ...]
    takes_name: bool


def sampled(written: object, names: Mapping[str, object], at: At) -> object:
    """A value as it is in the sample.

    Raises:
        ExpressionError: it has none there.
    """
    return filled(written, {"i": 0, "copy": 0, **names, **at.sample})
