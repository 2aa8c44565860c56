"""One of the two models that are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mtlc.analysis.parameters import Parameters
from mtlc.analysis.shapes import Shapes
from mtlc.analysis.target import Target
from mtlc.graph import Graph, OutputNode
from mtlc_spec.source import Span


@dataclass(frozen=True)
class Subject:
    """A model that has no errors.

    `imports` are the modules of its aliases. `built` and `built_shapes` are the model as
    Keras is told to build it, which is deeper where it would be too long in one piece;
    `stacks` are the places of the nested models that are built as Sequential ones.
    """

    name: str
    graph: Graph
    shapes: Shapes
    target: Target
    parameters: Parameters
    imports: Mapping[str, str]
    built: Graph
    built_shapes: Shapes
    stacks: frozenset[Span]

    @property
    def outputs(self) -> dict[str, OutputNode]:
        """The outputs by their names."""
        return {one.name: one for one in self.graph.outputs}
