"""A module as far as it is written: its functions, its names, and what it must import."""

from __future__ import annotations

from dataclasses import dataclass

from mtlc import pysrc
from mtlc.analysis.shapes import Shapes
from mtlc.expand import Expansion
from mtlc.expand.model import Model
from mtlc.graph import Graph
from mtlc.lower.makers import Makers
from mtlc.lower.runtime import strategy_runtimes
from mtlc.pysrc import Expression, name
from mtlc.variables import TAKEN, Variables
from mtlc_spec.balancing import model_name
from mtlc_spec.balancing.base import Strategy
from mtlc_spec.document import Document
from mtlc_spec.source import Span


@dataclass(slots=True)
class Constants:
    """Lists of names that stand at the top of the module."""

    taken: Variables
    found: dict[tuple[object, ...], str]

    def of(self, base: str, values: tuple[object, ...]) -> Expression:
        if values not in self.found:
            self.found[values] = self.taken.new(base.upper())
        return name(self.found[values])


def strategy_of(graph: Graph) -> str | None:
    """The strategy that balances the losses of a model; None if there is none."""
    training = graph.training
    if training is None or not graph.tasks:
        return None
    strategy = training.arguments.balance
    return strategy.kind() if isinstance(strategy, Strategy) else None


class Draft:
    """What is known of a module while its functions are written."""

    def __init__(self, document: Document, expansion: Expansion, shapes: Shapes) -> None:
        self.document = document
        self.expansion = expansion
        self.makers = Makers(document.header.dtype, expansion.frame.names)
        self.functions: list[pysrc.Def] = []
        self.imports: dict[str, None] = {}
        self.runtimes: dict[str, None] = {}
        """The modules of `mtlc.runtime` of which there is a copy."""
        self.shapes: dict[Model, Shapes] = {expansion.frame.model: shapes}
        """Those of the model, and of the models nested in it that are written."""
        words = {
            place.text.replace(".", "_")
            for frame in (expansion.frame, *expansion.frames.values())
            for place in frame.scope.places
        }
        self.names = Variables(
            TAKEN | words | {*document.imports} | {one.name for one in document.inputs}
        )
        """The functions, but for the first one of each block."""
        own = {key.rpartition(".")[2] for key, _ in expansion.frames}
        reserved = Variables(TAKEN | {*document.imports})
        self.block_names = {word: reserved.new(word) for word in sorted(own)}
        strategy = strategy_of(expansion.graph)
        self.model_class = "keras.Model" if strategy is None else model_name(strategy)
        """What the model is an instance of."""
        self.strategy = (
            () if strategy is None else strategy_runtimes(strategy, expansion.graph.name)
        )
        """What the module brings along to balance losses."""
        defined = {name for one in self.strategy for name in one.names}
        self.taken = TAKEN | defined | {*document.imports, *self.block_names.values(), "ops"}
        """What no variable can be called."""
        self.constants = Constants(Variables(), {})
        self.stacks: set[Span] = set()
        """The entries whose nested models are Sequential ones."""
