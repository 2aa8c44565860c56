"""What the functions of a module ask of it."""

from __future__ import annotations

from typing import Any, Protocol

from mtlc.expand.model import Segments
from mtlc.expand.places import Place
from mtlc.expand.results import Item
from mtlc.graph import Value
from mtlc.lower.context import At, BlockFunction
from mtlc.lower.makers import Makers
from mtlc.lower.names import Prefix
from mtlc.lower.values import Val
from mtlc.pysrc import Expression
from mtlc_spec.document import BlockUse, Entry


class Module(Protocol):
    """A module that is being written; bodies are those of `mtlc.lower.body`."""

    makers: Makers
    given: set[Value]
    """The tensors that models give."""

    def block(self, body: Any, place: Place) -> BlockFunction:
        """The function of the block that is used at a place."""
        ...

    def block_stack(self, body: Any, place: Place) -> BlockFunction:
        """The same for a block that is a plain stack: a function that gives its layers."""
        ...

    def nested(
        self, body: Any, place: Place, inputs: list[Val], prefix: Prefix, at: At
    ) -> Expression:
        """The construction of the nested model of a shared entry."""
        ...

    def segments(self, place: Place) -> Segments | None:
        """How a repeat is divided, if it is too deep for one model."""
        ...

    def segment(
        self,
        body: Any,
        place: Place,
        inputs: list[Val] | None,
        carried: list[Val],
        prefix: Prefix,
        at: At,
    ) -> tuple[Expression, Expression]:
        """What a loop over segments goes over, and the application of one segment."""
        ...

    def inner(self, body: Any, place: Place, prefix: Prefix, at: At) -> Expression:
        """The model of an entry that is the argument of a layer."""
        ...

    def sample(self, entry: Entry) -> object:
        """What an entry is, checked; None if it was never applied."""
        ...

    def gives(self, place: Place) -> Item:
        """What one application of an entry gives in the sample."""
        ...

    def input_names(self, use: BlockUse) -> tuple[str, ...]:
        """The names of a block's inputs."""
        ...

    def constant(self, base: str, values: tuple[object, ...]) -> Expression:
        """A constant of the module with these values."""
        ...

    def brings(self, runtime: str) -> None:
        """The module needs a copy of one of `mtlc.runtime`."""
        ...

    def uses_import(self, alias: str) -> None:
        """A module that the spec imports has to be imported."""
        ...
