"""One application of a definition: what its names stand for while it is laid out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mtlc.expand.model import Model, Path
from mtlc.expand.places import Place, Unit
from mtlc.expand.results import Group, Item, Result, tensors
from mtlc.expand.scope import Scope
from mtlc.graph import Trace, Value
from mtlc_spec.document import Written
from mtlc_spec.source import Span

Signature = tuple[object, ...]
"""The structure of what a block is given, on which its code depends."""

Code = tuple[str, Signature]
"""What applications of a block have in common that are calls of one function."""


@dataclass(eq=False, slots=True)
class Frame:
    """The params, inputs and results of one application of a definition."""

    scope: Scope
    key: str | None
    """The block's key; None for the document."""
    names: dict[str, object]
    model: Model
    prefix: Path
    trace: Trace | None
    inputs: dict[str, Result]
    results: dict[Place, Result] = field(default_factory=dict)
    flow: dict[Unit, tuple[Item, ...]] = field(default_factory=dict)
    uses: dict[Place, Frame] = field(default_factory=dict)
    """The application of a block at a place, the first one where there are several."""
    given: Mapping[str, Written] = field(default_factory=dict)
    """What its use says of the params."""
    outer: Frame | None = None
    """The application of the definition that uses it."""
    asked: set[Value] = field(default_factory=set)
    """The tensors that references name as parts, or that go on in bundles."""
    bend: tuple[Span | None] | None = None
    """Where it is no plain stack, once that was asked for."""

    def ask(self, item: Item) -> None:
        """Note that the code needs each tensor of an item."""
        self.asked.update(one for one in tensors((item,)) if one is not None)

    @property
    def code(self) -> Code:
        assert self.key is not None
        items = tuple(result.item for result in self.inputs.values())
        return (self.key, signature(items, self.names))


def structure(item: Item) -> object:
    """How an item is made up, whatever its names and numbers."""
    if not isinstance(item, Group):
        return "tensor"
    if item.form == "copies":
        first = structure(item.members[0]) if item.members else "tensor"
        return ("names" if item.names is not None else "numbers", first)
    return (item.form, item.names, tuple(structure(one) for one in item.members))


def signature(inputs: tuple[Item, ...], names: dict[str, object]) -> Signature:
    """What the code of a block depends on, besides its params."""
    kinds = tuple(isinstance(value, tuple) for value in names.values())
    return (tuple(structure(one) for one in inputs), kinds)
